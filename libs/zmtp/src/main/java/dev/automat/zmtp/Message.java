package dev.automat.zmtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * A received message of one or more parts.
 *
 * <p>Valid during the listener's call only: its bytes lie in the connection's read buffer, and the
 * object is used again for the next message. Who needs the bytes longer copies them, or retains a
 * part's buffer and releases it later.
 */
public final class Message {

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int base;
    private int[] offsets = {};
    private int[] lengths = {};
    private int parts;

    Message() {}

    void point(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts) {
        this.buffer = buffer;
        this.base = base;
        this.offsets = offsets;
        this.lengths = lengths;
        this.parts = parts;
    }

    void clear() {
        point(Unpooled.EMPTY_BUFFER, 0, offsets, lengths, 0);
    }

    boolean startsWithAny(Subscriptions subscriptions) {
        return subscriptions.matches(buffer, base + offsets[0], lengths[0]);
    }

    /** The number of parts, at least one. */
    public int parts() {
        return parts;
    }

    /**
     * The bytes of a part, without a copy. The buffer is not retained for the caller.
     *
     * @param index from 0 to {@link #parts()} - 1
     */
    public ByteBuf part(int index) {
        return buffer.slice(base + offsets[checked(index)], lengths[index]);
    }

    /** The size of a part in bytes. */
    public int sizeOf(int index) {
        return lengths[checked(index)];
    }

    /** A copy of a part's bytes. */
    public byte[] copyOf(int index) {
        var copy = new byte[lengths[checked(index)]];
        buffer.getBytes(base + offsets[index], copy);
        return copy;
    }

    /** A part's bytes read as UTF-8; malformed input becomes the replacement character. */
    public String text(int index) {
        return buffer.toString(
                base + offsets[checked(index)], lengths[index], StandardCharsets.UTF_8);
    }

    private int checked(int index) {
        if (index < 0 || index >= parts) {
            throw new IndexOutOfBoundsException(
                    "Message has " + parts + " parts, asked for part " + index);
        }
        return index;
    }
}
