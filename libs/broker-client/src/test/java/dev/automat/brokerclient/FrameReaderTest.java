package dev.automat.brokerclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private static final byte[] STREAM = stream("one", "", "three");

    private static byte[] stream(String... contents) {
        var bytes = new ByteArrayOutputStream();
        for (var content : contents) {
            bytes.writeBytes(Frames.frame(content.getBytes(StandardCharsets.UTF_8)));
        }
        return bytes.toByteArray();
    }

    /** Times out before each byte and hands out one at a time. */
    private static final class Hesitant extends InputStream {

        private final InputStream source = new ByteArrayInputStream(STREAM);
        private boolean ready;

        @Override
        public int read() throws IOException {
            ready = !ready;
            if (ready) {
                throw new SocketTimeoutException("Not yet");
            }
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = read();
            if (read < 0) {
                return -1;
            }
            target[offset] = (byte) read;
            return 1;
        }
    }

    @Test
    void goesOnWhereATimedOutReadStopped() throws IOException {
        var reader = new FrameReader(new Hesitant(), 100);
        var frames = new ArrayList<String>();
        int timeouts = 0;
        while (true) {
            try {
                var frame = reader.next();
                if (frame == null) {
                    break;
                }
                frames.add(new String(frame, StandardCharsets.UTF_8));
            } catch (SocketTimeoutException e) {
                timeouts++;
            }
        }

        assertThat(frames).containsExactly("one", "", "three");
        assertThat(timeouts).isEqualTo(STREAM.length + 1);
    }

    @Test
    void tellsAnEndBetweenFramesFromOneWithin() throws IOException {
        for (int length = 0; length <= STREAM.length; length++) {
            var reader = new FrameReader(new ByteArrayInputStream(STREAM, 0, length), 100);
            if (length == 0 || length == 7 || length == 11 || length == STREAM.length) {
                byte[] last;
                do {
                    last = reader.next();
                } while (last != null);
            } else {
                assertThatThrownBy(() -> readAll(reader))
                        .as("cut at %d", length)
                        .hasMessage("The broker's stream ended within a frame");
            }
        }
    }

    private static void readAll(FrameReader reader) throws IOException {
        byte[] last;
        do {
            last = reader.next();
        } while (last != null);
    }

    @Test
    void takesAFrameOfExactlyTheLimitAndNoneLarger() throws IOException {
        assertThat(new FrameReader(new ByteArrayInputStream(stream("12345")), 5).next()).hasSize(5);

        assertThatThrownBy(
                        () -> new FrameReader(new ByteArrayInputStream(stream("123456")), 5).next())
                .hasMessage("The peer announces a frame of 6 bytes, the limit is 5");
    }
}
