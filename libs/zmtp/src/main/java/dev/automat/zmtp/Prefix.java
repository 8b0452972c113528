package dev.automat.zmtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * The first bytes of the messages that a subscription asks for; compares by content.
 *
 * @param bytes on the heap and never written to, so that nobody has to release them
 */
record Prefix(ByteBuf bytes) {

    static Prefix of(byte[] bytes) {
        return new Prefix(Unpooled.wrappedBuffer(bytes.clone()));
    }

    static Prefix copyOf(ByteBuf bytes) {
        return new Prefix(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(bytes)));
    }

    int length() {
        return bytes.readableBytes();
    }

    /** Whether the {@code length} bytes at {@code offset} begin with this prefix. */
    boolean starts(ByteBuf buffer, int offset, int length) {
        int wanted = length();
        return wanted == 0
                || (length >= wanted && ByteBufUtil.equals(buffer, offset, bytes, 0, wanted));
    }
}
