package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;

/** A buffer of encoded messages that several runs share, pinned until the last one lets go. */
final class Batch extends AbstractReferenceCounted {

    /** What the objects around a buffer cost, roughly. */
    private static final int OVERHEAD_BYTES = 128;

    private final ByteBuf bytes;
    private final PinnedMemory memory;
    private final long pinned;

    /** A batch beside which so many further bytes are kept. */
    Batch(ByteBuf bytes, int besideBytes, PinnedMemory memory) {
        this.bytes = bytes;
        this.memory = memory;
        this.pinned = (long) bytes.capacity() + OVERHEAD_BYTES + besideBytes;
        memory.pin(pinned);
    }

    ByteBuf bytes() {
        return bytes;
    }

    PinnedMemory memory() {
        return memory;
    }

    @Override
    protected void deallocate() {
        bytes.release();
        memory.unpin(pinned);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        bytes.touch(hint);
        return this;
    }
}
