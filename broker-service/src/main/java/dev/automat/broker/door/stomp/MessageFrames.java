package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Run;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.LongSupplier;

/**
 * Makes MESSAGE frames of a subscription's messages. What they take beside the messages themselves
 * counts as pinned until they are {@link #written}. On the session's event loop.
 */
final class MessageFrames {

    /** What a head has beside what is always the same, roughly. */
    private static final int NUMBERS_BYTES = 160;

    /** A message that is alone and not smaller is written from where it is. */
    private static final int COPY_BELOW_BYTES = 16 * 1_024;

    private static final int PREFIX_BYTES = 4;

    private final MessageHead head;
    private final ByteBufAllocator allocator;
    private final PinnedMemory memory;
    private long pinnedBytes;

    /**
     * Frames on their way.
     *
     * @param bytes what to write; whoever writes it releases it
     * @param pinnedBytes what they pin for themselves
     */
    record Frames(ByteBuf bytes, int pinnedBytes) {}

    MessageFrames(MessageHead head, ByteBufAllocator allocator, PinnedMemory memory) {
        this.head = head;
        this.allocator = allocator;
        this.memory = memory;
    }

    /** Bytes around each message, roughly. */
    int framingBytes() {
        return head.sizeInBytes() + NUMBERS_BYTES;
    }

    /**
     * Frames of a run, each message with the next number.
     *
     * @throws OutOfMemoryError when there is no room for them; nothing is pinned then
     */
    Frames of(Run run, LongSupplier numbers) {
        boolean isLarge =
                run.messages() == 1 && run.sizeInBytes() >= PREFIX_BYTES + COPY_BELOW_BYTES;
        int capacity =
                run.messages() * framingBytes()
                        + linesBytes(run)
                        + (isLarge ? 0 : run.sizeInBytes());
        var own = allocator.directBuffer(capacity);
        var view = run.retainedView();
        try {
            // A view of the view: how far that one is read would tell how much was written.
            var messages = view.duplicate();
            var bytes =
                    isLarge
                            ? around(messages, own, run, numbers.getAsLong())
                            : copied(messages, own, run, numbers);
            return pinned(new Frames(bytes, own.capacity()));
        } catch (OutOfMemoryError e) {
            own.release();
            throw e;
        } finally {
            view.release();
        }
    }

    private ByteBuf around(ByteBuf message, ByteBuf own, Run run, long number) {
        int size = message.readInt();
        head.write(own, run, number, size);
        int headBytes = own.readableBytes();
        own.writeByte(0);
        return allocator
                .compositeBuffer(3)
                .addComponent(true, own.readRetainedSlice(headBytes))
                .addComponent(true, message.retain())
                .addComponent(true, own);
    }

    private ByteBuf copied(ByteBuf messages, ByteBuf own, Run run, LongSupplier numbers) {
        while (messages.isReadable()) {
            int size = messages.readInt();
            head.write(own, run, numbers.getAsLong(), size);
            own.writeBytes(messages, size).writeByte(0);
        }
        return own;
    }

    private Frames pinned(Frames frames) {
        pinnedBytes += frames.pinnedBytes;
        memory.pin(frames.pinnedBytes);
        return frames;
    }

    private static int linesBytes(Run run) {
        var envelope = run.envelope();
        return envelope == null ? 0 : envelope.headerLines().length();
    }

    /** Notes that frames were written, or never will be. */
    void written(Frames frames) {
        pinnedBytes -= frames.pinnedBytes;
        memory.unpin(frames.pinnedBytes);
    }

    /** Bytes that frames on their way pin. */
    long pinnedBytes() {
        return pinnedBytes;
    }
}
