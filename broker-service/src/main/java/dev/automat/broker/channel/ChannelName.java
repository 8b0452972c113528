package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Name of a channel: bytes of any kind, shown as UTF-8. */
public final class ChannelName {

    private static final ByteBuf QUEUE_PREFIX =
            Unpooled.unreleasableBuffer(ascii("/queue").asReadOnly());
    private static final ByteBuf NOWHERE = Unpooled.unreleasableBuffer(ascii("/null").asReadOnly());
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final ByteBuf view;

    private ChannelName(byte[] bytes) {
        this.bytes = bytes;
        this.view = Unpooled.wrappedBuffer(bytes);
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    /** Copies a name out of a buffer, whose indices stay as they are. */
    public static ChannelName of(ByteBuf source, int index, int length) {
        return new ChannelName(ByteBufUtil.getBytes(source, index, length));
    }

    /** The name that UTF-8 encodes so. */
    public static ChannelName of(String text) {
        return new ChannelName(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The name of these bytes. */
    public static ChannelName of(byte[] bytes) {
        return new ChannelName(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Whether each message goes to one subscriber, not to all. */
    public boolean isQueue() {
        return startsWith(QUEUE_PREFIX);
    }

    /** Whether what is published here is swallowed, and nobody receives. */
    public boolean isNowhere() {
        return bytes.length == NOWHERE.readableBytes() && startsWith(NOWHERE);
    }

    private boolean startsWith(ByteBuf prefix) {
        return bytes.length >= prefix.readableBytes()
                && ByteBufUtil.equals(view, 0, prefix, 0, prefix.readableBytes());
    }

    /** Whether these bytes of a buffer are this name; copies nothing. */
    public boolean matches(ByteBuf source, int index, int length) {
        if (bytes.length != length) {
            return false;
        }
        int last = length - Long.BYTES;
        if (last < 0) {
            return ByteBufUtil.equals(view, 0, source, index, length);
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if (source.getLong(index + i) != wordAt(i)) {
                return false;
            }
        }
        // Overlaps the one before, so that no bytes are left to be compared one by one.
        return source.getLong(index + last) == wordAt(last);
    }

    private long wordAt(int index) {
        return (long) WORDS.get(bytes, index);
    }

    int sizeInBytes() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
