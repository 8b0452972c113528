package dev.automat.brokerclient;

/**
 * The frames protocol: every frame is a 4-byte big-endian length and that many bytes. A
 * connection's first frame names the channel it subscribes to; after it come pairs of frames,
 * channel and data. The broker sends the data alone, one frame per message.
 */
public final class Frames {

    /** Port of the frames door unless configured otherwise. */
    public static final int DEFAULT_PORT = 25_000;

    /** Size of the length before each frame. */
    public static final int PREFIX_BYTES = 4;

    /** Largest frame a broker accepts by default, prefix not counted. */
    public static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

    /** Longest channel name a broker accepts by default. */
    public static final int MAX_NAME_BYTES = 1_024;

    /** Subscribing to it receives nothing, publishing to it is swallowed. */
    public static final String NOWHERE = "/null";

    /** Names that start so are queues: each message goes to one worker. */
    public static final String QUEUE_PREFIX = "/queue";

    private static final byte[] GOOD_BYE = new byte[PREFIX_BYTES];

    private Frames() {}

    /**
     * Encodes one frame.
     *
     * @throws IllegalArgumentException when the content is larger than {@link #MAX_FRAME_BYTES}
     */
    public static byte[] frame(byte[] content) {
        checkSize(content);
        var frame = new byte[PREFIX_BYTES + content.length];
        append(content, frame, 0);
        return frame;
    }

    /**
     * Encodes one message as a publisher sends it: a frame with the channel, a frame with the data.
     *
     * @throws IllegalArgumentException when the channel has 0 or more than {@link #MAX_NAME_BYTES}
     *     bytes, or the data 0 or more than {@link #MAX_FRAME_BYTES}
     */
    public static byte[] message(byte[] channel, byte[] data) {
        checkName(channel);
        if (data.length == 0) {
            throw new IllegalArgumentException(
                    "Data must not be empty: receivers take an empty frame for the end");
        }
        checkSize(data);
        var frames = new byte[2 * PREFIX_BYTES + channel.length + data.length];
        append(data, frames, append(channel, frames, 0));
        return frames;
    }

    /** Encodes the good-bye: an empty frame where a channel is expected. */
    public static byte[] goodBye() {
        return GOOD_BYE.clone();
    }

    static void checkName(byte[] channel) {
        if (channel.length == 0 || channel.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "A channel name must have 1 to %d bytes, has %d"
                            .formatted(MAX_NAME_BYTES, channel.length));
        }
    }

    private static void checkSize(byte[] content) {
        if (content.length > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "A frame must have at most %d bytes, has %d"
                            .formatted(MAX_FRAME_BYTES, content.length));
        }
    }

    private static int append(byte[] content, byte[] target, int offset) {
        target[offset] = (byte) (content.length >>> 24);
        target[offset + 1] = (byte) (content.length >>> 16);
        target[offset + 2] = (byte) (content.length >>> 8);
        target[offset + 3] = (byte) content.length;
        System.arraycopy(content, 0, target, offset + PREFIX_BYTES, content.length);
        return offset + PREFIX_BYTES + content.length;
    }
}
