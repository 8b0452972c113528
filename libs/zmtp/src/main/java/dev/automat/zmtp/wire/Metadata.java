package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What a peer tells of itself while it shakes hands. Properties that nothing here asks for are
 * skipped.
 *
 * @param socketType what the peer calls its socket
 */
public record Metadata(String socketType) {

    private static final String SOCKET_TYPE = "Socket-Type";

    /** Writes a byte of length and a name, four bytes of length and a value. */
    void write(ByteBuf out) {
        out.writeByte(SOCKET_TYPE.length());
        out.writeCharSequence(SOCKET_TYPE, StandardCharsets.US_ASCII);
        out.writeInt(socketType.length());
        out.writeCharSequence(socketType, StandardCharsets.US_ASCII);
    }

    /**
     * Reads all properties.
     *
     * @throws ZmtpViolationException when they are cut off or do not state a socket type
     */
    static Metadata read(ByteBuf in) {
        var socketType = "";
        while (in.isReadable()) {
            var name = text(in, in.readUnsignedByte());
            var value = text(in, in.readableBytes() < 4 ? -1 : in.readInt());
            if (name.equalsIgnoreCase(SOCKET_TYPE)) {
                socketType = value;
            }
        }
        if (socketType.isEmpty()) {
            throw new ZmtpViolationException(
                    Violation.BAD_COMMAND, "Peer does not state its socket type");
        }
        return new Metadata(socketType);
    }

    private static String text(ByteBuf in, int length) {
        if (length < 0 || length > in.readableBytes()) {
            throw new ZmtpViolationException(Violation.BAD_COMMAND, "Property is cut off");
        }
        return in.readString(length, StandardCharsets.ISO_8859_1);
    }
}
