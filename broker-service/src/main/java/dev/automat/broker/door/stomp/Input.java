package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.PinnedShare;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent and was not handled yet. The memory that it takes counts as pinned, as of the
 * last {@link #trim()}. On one event loop.
 */
final class Input {

    private final ByteBufAllocator allocator;
    private final PinnedShare pinned;
    private final StompDecoder decoder;
    private @Nullable ByteBuf bytes;

    Input(ByteBufAllocator allocator, PinnedMemory memory, StompDecoder decoder) {
        this.allocator = allocator;
        this.pinned = new PinnedShare(memory);
        this.decoder = decoder;
    }

    /** Reads what comes next as a version agreed on. */
    void speak(StompVersion version) {
        decoder.speak(version);
    }

    /** Takes a copy of what came. */
    void add(ByteBuf more) {
        var kept = bytes;
        if (kept == null) {
            kept = allocator.directBuffer(more.readableBytes());
            bytes = kept;
        }
        kept.writeBytes(more);
    }

    int readableBytes() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /**
     * The next frame, valid until the input is used again; null when none is complete.
     *
     * @throws StompException when what comes next can never be a frame, or is too large
     */
    @Nullable StompFrame next() throws StompException {
        return bytes == null ? null : decoder.next(bytes);
    }

    /** Lets go of what was handled. */
    void trim() {
        var kept = bytes;
        if (kept != null && !kept.isReadable()) {
            release();
            return;
        }
        if (kept != null && kept.readerIndex() > 0) {
            kept.discardReadBytes();
        }
        count();
    }

    /**
     * Lets go of everything.
     *
     * @return messages among it, of no transaction, that will not be sent
     */
    long giveUp() {
        long messages = 0;
        try {
            for (var frame = next(); frame != null; frame = next()) {
                if (frame.command().equals("SEND") && frame.header("transaction") == null) {
                    messages++;
                }
            }
        } catch (StompException e) {
            // Nothing is known of what comes after what is no frame.
        }
        release();
        return messages;
    }

    /** Lets go of everything. */
    void release() {
        var kept = bytes;
        if (kept != null) {
            kept.release();
            bytes = null;
        }
        count();
    }

    private void count() {
        pinned.set(bytes == null ? 0 : bytes.capacity());
    }

    int pinnedBytes() {
        return pinned.bytes();
    }
}
