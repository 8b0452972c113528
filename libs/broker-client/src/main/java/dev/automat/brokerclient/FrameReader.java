package dev.automat.brokerclient;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from a stream. A read that times out loses nothing: the next call goes on where it
 * stopped. Not safe for use by several threads at once.
 */
final class FrameReader {

    private final InputStream in;
    private final int maxFrameBytes;
    private final byte[] prefix = new byte[Frames.PREFIX_BYTES];
    private int prefixFill;
    private byte @Nullable [] body;
    private int bodyFill;

    FrameReader(InputStream in, int maxFrameBytes) {
        this.in = in;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Reads one frame.
     *
     * @return its content, or null when the stream ended between two frames
     * @throws IOException when the stream fails, ends within a frame, or announces a frame larger
     *     than the limit
     */
    byte @Nullable [] next() throws IOException {
        while (prefixFill < prefix.length) {
            int read = in.read(prefix, prefixFill, prefix.length - prefixFill);
            if (read < 0) {
                return endBetweenFrames();
            }
            prefixFill += read;
        }
        var content = body == null ? new byte[announced()] : body;
        body = content;
        while (bodyFill < content.length) {
            int read = in.read(content, bodyFill, content.length - bodyFill);
            if (read < 0) {
                throw new IOException("The broker's stream ended within a frame");
            }
            bodyFill += read;
        }
        prefixFill = 0;
        bodyFill = 0;
        body = null;
        return content;
    }

    private byte @Nullable [] endBetweenFrames() throws IOException {
        if (prefixFill > 0) {
            throw new IOException("The broker's stream ended within a frame");
        }
        return null;
    }

    private int announced() throws IOException {
        int length =
                (prefix[0] & 0xff) << 24
                        | (prefix[1] & 0xff) << 16
                        | (prefix[2] & 0xff) << 8
                        | (prefix[3] & 0xff);
        if (length < 0 || length > maxFrameBytes) {
            throw new IOException(
                    "The peer announces a frame of %s bytes, the limit is %d"
                            .formatted(Integer.toUnsignedString(length), maxFrameBytes));
        }
        return length;
    }
}
