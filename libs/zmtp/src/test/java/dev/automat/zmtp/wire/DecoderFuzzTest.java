package dev.automat.zmtp.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderFuzzTest {

    private static final int INPUTS = 3_000;

    @Test
    void bytesOfChanceAreTakenTheSameHoweverTheyAreCut() {
        var random = new Random(5);

        assertThatCode(
                        () -> {
                            for (int i = 0; i < INPUTS; i++) {
                                DecoderFuzz.fuzzerTestOneInput(frames(random));
                            }
                        })
                .doesNotThrowAnyException();
    }

    /** Mostly frames, so that what comes behind the first header is reached as well. */
    private static byte[] frames(Random random) {
        var bytes = new byte[1 + random.nextInt(1_200)];
        random.nextBytes(bytes);
        int at = 1;
        while (at + 2 < bytes.length && random.nextInt(20) > 0) {
            int size = random.nextInt(60);
            bytes[at] = (byte) (random.nextInt(8) == 0 ? Frames.COMMAND : random.nextInt(2));
            bytes[at + 1] = (byte) size;
            if (bytes[at] == Frames.COMMAND && size > 1 && at + 2 < bytes.length) {
                bytes[at + 2] = (byte) random.nextInt(size);
            }
            at += 2 + size;
        }
        return bytes;
    }
}
