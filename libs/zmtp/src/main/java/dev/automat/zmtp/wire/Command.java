package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A command: what peers tell each other besides messages.
 *
 * @param name such as {@link #PING}; others than the constants here exist
 * @param body what follows the name; not retained for the holder
 */
public record Command(String name, ByteBuf body) {

    public static final String HELLO = "HELLO";
    public static final String WELCOME = "WELCOME";
    public static final String INITIATE = "INITIATE";
    public static final String MESSAGE = "MESSAGE";
    public static final String READY = "READY";
    public static final String ERROR = "ERROR";
    public static final String SUBSCRIBE = "SUBSCRIBE";
    public static final String CANCEL = "CANCEL";
    public static final String PING = "PING";
    public static final String PONG = "PONG";

    /** The largest body of a frame that carries a command; no peer has use for a larger one. */
    public static final int MAX_BYTES = 8_192;

    /** The largest context of a PING, which its PONG must repeat. */
    public static final int MAX_PING_CONTEXT = 16;

    /**
     * Splits a frame's body into name and body.
     *
     * @throws ZmtpViolationException when there is no name
     */
    public static Command parse(ByteBuf frame) {
        int length = frame.isReadable() ? frame.readUnsignedByte() : 0;
        if (length == 0 || length > frame.readableBytes()) {
            throw new ZmtpViolationException(Violation.BAD_COMMAND, "Command without a name");
        }
        var name = frame.readString(length, StandardCharsets.US_ASCII);
        return new Command(name, frame);
    }
}
