package dev.automat.broker.door.frames;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.PinnedShare;
import dev.automat.broker.server.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into frames. A frame that lies in one read is shown where it is; of one
 * that does not, what has come so far is kept, in a buffer that grows with the bytes that come and
 * not with those announced. Limits are checked at the header.
 */
final class FrameDecoder {

    /** What a connection's frames mean, in order. */
    interface Sink {

        /** The first frame: the channel to subscribe to. */
        void subscribe(ByteBuf source, int index, int length);

        /** The channel of the message that follows. */
        void channel(ByteBuf source, int index, int length);

        /** A message as it is to leave: with its prefix, at the index. */
        void message(ByteBuf source, int index, int size);

        /** A large message, alone in its buffer, which becomes the sink's. */
        void message(ByteBuf owned);

        /** The good-bye; nothing follows. */
        void goodBye();
    }

    private enum Expected {
        SUBSCRIPTION,
        CHANNEL,
        MESSAGE,
        NOTHING
    }

    private static final int PREFIX_BYTES = 4;
    private static final int FIRST_CAPACITY = 256;

    /** A message of at least this size that came in several reads is handed on uncopied. */
    private static final int LARGE_BYTES = 16 * 1_024;

    private final int maxName;
    private final int maxFrame;
    private final ByteBufAllocator allocator;
    private final PinnedShare pinned;
    private final Sink sink;
    private Expected expected = Expected.SUBSCRIPTION;
    private @Nullable ByteBuf partial;
    private long partials;

    FrameDecoder(
            int maxName, int maxFrame, ByteBufAllocator allocator, PinnedMemory memory, Sink sink) {
        this.maxName = maxName;
        this.maxFrame = maxFrame;
        this.allocator = allocator;
        this.pinned = new PinnedShare(memory);
        this.sink = sink;
    }

    /**
     * Reads all bytes of a buffer, which stays the caller's.
     *
     * @throws RefusedException when a header announces too much; nothing further may be decoded
     */
    void decode(ByteBuf in) throws RefusedException {
        if (partial != null && !complete(partial, in)) {
            return;
        }
        int index = in.readerIndex();
        int end = in.writerIndex();
        while (expected != Expected.NOTHING && index < end) {
            int available = end - index - PREFIX_BYTES;
            int length = available < 0 ? 0 : checked(in.getInt(index));
            if (available < length) {
                keep(in.readerIndex(index));
                return;
            }
            frame(in, index, length);
            index += PREFIX_BYTES + length;
        }
        in.readerIndex(index);
    }

    private int checked(int length) throws RefusedException {
        int limit = expected == Expected.MESSAGE ? maxFrame : maxName;
        if (Integer.compareUnsigned(length, limit) > 0) {
            throw new RefusedException(
                    expected == Expected.MESSAGE ? Refusal.FRAME_TOO_LARGE : Refusal.NAME_TOO_LONG,
                    "limit %d bytes, announced %s"
                            .formatted(limit, Integer.toUnsignedString(length)));
        }
        return length;
    }

    private void frame(ByteBuf source, int index, int length) {
        switch (expected) {
            case SUBSCRIPTION -> named(source, index, length, true);
            case CHANNEL -> named(source, index, length, false);
            case MESSAGE -> {
                expected = Expected.CHANNEL;
                sink.message(source, index, PREFIX_BYTES + length);
            }
            case NOTHING -> {
                // After the good-bye the rest of the input means nothing.
            }
        }
    }

    private void named(ByteBuf source, int index, int length, boolean first) {
        if (length == 0) {
            expected = Expected.NOTHING;
            sink.goodBye();
        } else if (first) {
            expected = Expected.CHANNEL;
            sink.subscribe(source, index + PREFIX_BYTES, length);
        } else {
            expected = Expected.MESSAGE;
            sink.channel(source, index + PREFIX_BYTES, length);
        }
    }

    private void keep(ByteBuf in) throws RefusedException {
        int available = in.readableBytes();
        int size = available < PREFIX_BYTES ? PREFIX_BYTES + maxFrame : sizeOf(in);
        var kept =
                allocator.directBuffer(Math.min(size, Math.max(available, FIRST_CAPACITY)), size);
        partial = kept;
        partials++;
        kept.writeBytes(in);
        account(kept);
    }

    private int sizeOf(ByteBuf frame) throws RefusedException {
        return PREFIX_BYTES + checked(frame.getInt(frame.readerIndex()));
    }

    /** Adds to the kept frame, and shows it when it is complete. */
    private boolean complete(ByteBuf kept, ByteBuf in) throws RefusedException {
        if (!fill(kept, in, PREFIX_BYTES) || !fill(kept, in, sizeOf(kept))) {
            account(kept);
            return false;
        }
        partial = null;
        account(null);
        int length = kept.readableBytes() - PREFIX_BYTES;
        if (expected == Expected.MESSAGE && length >= LARGE_BYTES) {
            expected = Expected.CHANNEL;
            sink.message(kept);
        } else {
            try {
                frame(kept, 0, length);
            } finally {
                kept.release();
            }
        }
        return true;
    }

    private static boolean fill(ByteBuf kept, ByteBuf in, int size) {
        int missing = Math.max(0, size - kept.readableBytes());
        kept.writeBytes(in, Math.min(missing, in.readableBytes()));
        return kept.readableBytes() >= size;
    }

    private void account(@Nullable ByteBuf kept) {
        pinned.set(kept == null ? 0 : kept.capacity());
    }

    /** Bytes kept of a frame that is not complete. */
    int pinnedBytes() {
        return pinned.bytes();
    }

    /** Whether a frame was begun and is not complete. */
    boolean isWithinFrame() {
        return partial != null;
    }

    /** Tells one incomplete frame from the next. */
    long partials() {
        return partials;
    }

    /** Lets go of what is kept. */
    void release() {
        expected = Expected.NOTHING;
        if (partial != null) {
            partial.release();
            partial = null;
            account(null);
        }
    }
}
