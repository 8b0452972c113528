package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Writes frames: a byte of flags, the size in one byte or in eight, the body. */
public final class Frames {

    static final int MORE = 0x01;
    static final int LONG = 0x02;
    static final int COMMAND = 0x04;
    static final int UNDEFINED = 0xF8;

    private static final int LARGEST_SHORT = 255;

    private Frames() {}

    /** The number of bytes in front of a body. */
    public static int headerSize(int bodySize) {
        return bodySize > LARGEST_SHORT ? 9 : 2;
    }

    /** A message as one buffer, which the caller releases. */
    public static ByteBuf message(ByteBufAllocator allocator, byte[]... parts) {
        int size = 0;
        for (var part : parts) {
            size += headerSize(part.length) + part.length;
        }
        var out = allocator.buffer(size);
        for (int i = 0; i < parts.length; i++) {
            writeHeader(out, i < parts.length - 1 ? MORE : 0, parts[i].length);
            out.writeBytes(parts[i]);
        }
        return out;
    }

    /** A message as one buffer, which the caller releases; reads the parts and releases none. */
    public static ByteBuf message(ByteBufAllocator allocator, ByteBuf... parts) {
        int size = 0;
        for (var part : parts) {
            size += headerSize(part.readableBytes()) + part.readableBytes();
        }
        var out = allocator.buffer(size);
        for (int i = 0; i < parts.length; i++) {
            writeHeader(out, i < parts.length - 1 ? MORE : 0, parts[i].readableBytes());
            out.writeBytes(parts[i]);
        }
        return out;
    }

    /**
     * A command as one buffer, which the caller releases; reads the body and does not release it.
     */
    public static ByteBuf command(ByteBufAllocator allocator, String name, ByteBuf body) {
        int size = 1 + name.length() + body.readableBytes();
        var out = allocator.buffer(headerSize(size) + size);
        writeHeader(out, COMMAND, size);
        out.writeByte(name.length());
        out.writeCharSequence(name, StandardCharsets.US_ASCII);
        return out.writeBytes(body);
    }

    static void writeHeader(ByteBuf out, int flags, int size) {
        if (size > LARGEST_SHORT) {
            out.writeByte(flags | LONG).writeLong(size);
        } else {
            out.writeByte(flags).writeByte(size);
        }
    }
}
