package dev.automat.reporter.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a peer sends into its greeting and frames. Small ones only: a SUB has little to say.
 */
final class FrameReader {

    /** The largest body of a frame; no subscription or command of a collector comes near. */
    static final int MAX_BODY = 4_096;

    private static final int SIGNATURE_END = 9;
    private static final int MAJOR = 10;
    private static final int MINOR = 11;
    private static final int MECHANISM = 12;
    private static final byte[] NULL = {'N', 'U', 'L', 'L', 0};

    private final ByteBuffer in = ByteBuffer.allocate(2 * (MAX_BODY + Frames.LONG_HEADER));

    /** A frame: a command, or a message. */
    record Frame(boolean isCommand, ByteBuffer body) {}

    /** The buffer to read the peer's bytes into, which has room unless frames wait to be taken. */
    ByteBuffer buffer() {
        return in;
    }

    /**
     * Takes the greeting.
     *
     * @return the peer's minor version of ZMTP 3; negative while the greeting is not complete
     * @throws PeerRefusedException as soon as a byte shows that the peer is of another kind
     */
    int takeGreeting() throws PeerRefusedException {
        int size = in.position();
        check(size <= 0 || in.get(0) == (byte) 0xFF, "it does not speak ZMTP");
        check(size <= SIGNATURE_END || in.get(SIGNATURE_END) == 0x7F, "it does not speak ZMTP");
        check(size <= MAJOR || (in.get(MAJOR) & 0xFF) >= 3, "its ZMTP is older than 3.0");
        for (int i = 0; i < NULL.length; i++) {
            check(
                    size <= MECHANISM + i || in.get(MECHANISM + i) == NULL[i],
                    "it wants another mechanism than NULL");
        }
        if (size < Frames.GREETING_SIZE) {
            return -1;
        }
        int minor = in.get(MAJOR) > 3 ? 1 : in.get(MINOR) & 0xFF;
        in.flip().position(Frames.GREETING_SIZE);
        in.compact();
        return minor;
    }

    /**
     * Takes the next frame.
     *
     * @return null while it is not complete
     * @throws PeerRefusedException when it is malformed or too large, at its header
     */
    @Nullable Frame takeFrame() throws PeerRefusedException {
        in.flip();
        try {
            return in.remaining() < 2 ? null : takeFrame(in.get(0) & 0xFF);
        } finally {
            in.compact();
        }
    }

    private @Nullable Frame takeFrame(int flags) throws PeerRefusedException {
        boolean isCommand = (flags & Frames.COMMAND) != 0;
        check((flags & Frames.UNDEFINED) == 0, "its frame has unknown flags");
        check((flags & Frames.MORE) == 0, "it sends messages of several parts");
        boolean isLong = (flags & Frames.LONG) != 0;
        int header = isLong ? Frames.LONG_HEADER : 2;
        if (in.remaining() < header) {
            return null;
        }
        long size = isLong ? in.getLong(1) : in.get(1) & 0xFF;
        check(size >= 0 && size <= MAX_BODY, "its frame is too large");
        if (in.remaining() < header + size) {
            return null;
        }
        var body = new byte[(int) size];
        in.position(header);
        in.get(body);
        return new Frame(isCommand, ByteBuffer.wrap(body));
    }

    private static void check(boolean condition, String otherwise) throws PeerRefusedException {
        if (!condition) {
            throw new PeerRefusedException(otherwise);
        }
    }
}
