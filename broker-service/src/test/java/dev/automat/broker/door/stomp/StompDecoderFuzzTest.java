package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StompDecoderFuzzTest {

    private static final int INPUTS = 3_000;

    /** What frames are made of, whole or spoiled. */
    private static final List<String> PIECES =
            List.of(
                    "SEND\n",
                    "CONNECT\r\n",
                    "destination:/topic/a\n",
                    "content-length:5\n",
                    "content-length:301\n",
                    "content-length:-1\n",
                    "a\\c:b\\n\n",
                    "a:b\\t\n",
                    ":\n",
                    "no colon\n",
                    "\n",
                    "\r\n",
                    "hello",
                    "x".repeat(200),
                    "\0",
                    "\0\n");

    @Test
    void bytesOfChanceMeanTheSameHoweverTheyAreCut() {
        var random = new Random(7);

        assertThatCode(
                        () -> {
                            for (int i = 0; i < INPUTS; i++) {
                                StompDecoderFuzz.fuzzerTestOneInput(input(random));
                            }
                        })
                .doesNotThrowAnyException();
    }

    private static byte[] input(Random random) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(random.nextInt(256));
        for (int i = random.nextInt(24); i >= 0; i--) {
            var piece = PIECES.get(random.nextInt(PIECES.size()));
            bytes.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
            if (random.nextInt(10) == 0) {
                bytes.write(random.nextInt(256));
            }
        }
        return bytes.toByteArray();
    }
}
