package dev.automat.broker.door.frames;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderFuzzTest {

    private static final int INPUTS = 3_000;
    private static final int LONGEST = 330;

    @Test
    void bytesOfChanceMeanTheSameHoweverTheyAreCut() {
        var random = new Random(11);

        assertThatCode(
                        () -> {
                            for (int i = 0; i < INPUTS; i++) {
                                FrameDecoderFuzz.fuzzerTestOneInput(input(random));
                            }
                        })
                .doesNotThrowAnyException();
    }

    /** Mostly frames, so that what comes behind the first header is reached as well. */
    private static byte[] input(Random random) {
        var bytes = Unpooled.buffer().writeByte(random.nextInt(256));
        for (int i = random.nextInt(12); i >= 0; i--) {
            int length = random.nextInt(4) == 0 ? random.nextInt(LONGEST) : random.nextInt(12);
            bytes.writeInt(length);
            int there = random.nextInt(20) == 0 ? length / 2 : length;
            for (int at = 0; at < there; at++) {
                bytes.writeByte('a' + random.nextInt(26));
            }
        }
        return ByteBufUtil.getBytes(bytes);
    }
}
