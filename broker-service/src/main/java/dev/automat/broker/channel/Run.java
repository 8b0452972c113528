package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some messages in a row, encoded as they leave: each a 4-byte length and its data. Owned by one
 * holder at a time, who hands it on or releases it; not safe for use by several threads at once.
 */
public final class Run {

    private static final int PREFIX_BYTES = 4;

    private final Batch batch;
    private int from;
    private final int to;
    private int messages;
    private @Nullable Envelope envelope;
    private @Nullable ChannelName origin;
    private @Nullable ByteBuf view;

    /** Where it is on its way to a connection; null when it was written, or nobody has it. */
    @Nullable InFlight unwrittenIn;

    private Run(Batch batch, int from, int to, int messages, @Nullable Envelope envelope) {
        this.batch = batch;
        this.from = from;
        this.to = to;
        this.messages = messages;
        this.envelope = envelope;
    }

    /** Takes over a buffer with one message that has an envelope. */
    public static Run of(ByteBuf bytes, Envelope envelope, PinnedMemory memory) {
        int start = bytes.readerIndex();
        int size = bytes.readableBytes();
        var batch = new Batch(bytes, envelope.sizeInBytes(), memory);
        return new Run(batch, start, start + size, 1, envelope);
    }

    /**
     * Takes over a buffer whose readable bytes are these messages. One that is mostly empty is
     * copied, so that it does not pin what it does not need.
     *
     * @param bytes a direct buffer, so that its owner can see how much of it was written
     */
    public static Run of(ByteBuf bytes, int messages, PinnedMemory memory) {
        int size = bytes.readableBytes();
        if (size <= bytes.capacity() / 2) {
            var copy = bytes.alloc().directBuffer(size, size).writeBytes(bytes);
            bytes.release();
            return new Run(new Batch(copy, 0, memory), 0, size, messages, null);
        }
        int start = bytes.readerIndex();
        return new Run(new Batch(bytes, 0, memory), start, start + size, messages, null);
    }

    /** Messages left in this run. */
    public int messages() {
        return messages;
    }

    /** Bytes of the messages left, prefixes included. */
    public int sizeInBytes() {
        return to - from;
    }

    /**
     * The bytes to write, retained for the writer, who releases them. How far the reader index of
     * this buffer got tells what was written.
     */
    public ByteBuf retainedView() {
        var bytes = batch.bytes().slice(from, to - from).retain();
        view = bytes;
        return bytes;
    }

    /** The envelope of the message, which is then alone; null when it has none. */
    public @Nullable Envelope envelope() {
        return envelope;
    }

    /** The channel it was published to, when that is not the one it came from; else null. */
    public @Nullable ChannelName origin() {
        return origin;
    }

    /** Notes the channel it was published to. */
    public Run from(@Nullable ChannelName channel) {
        origin = channel;
        return this;
    }

    boolean isExpired() {
        return envelope != null && envelope.isExpired();
    }

    /** Tells whom the message is owed to that it was delivered. */
    void settled() {
        var settlement = envelope == null ? null : envelope.settlement();
        if (settlement != null) {
            settlement.settled();
        }
    }

    /** Tells whom the message is owed to that nobody took it. */
    void returned() {
        var current = envelope;
        var settlement = current == null ? null : current.settlement();
        if (current != null && settlement != null) {
            settlement.returned(current.redeliveries());
        }
    }

    /** Copies of the messages left, in order, without prefixes. */
    public List<byte[]> copies() {
        var bytes = batch.bytes();
        var all = new ArrayList<byte[]>(messages);
        for (int at = from; at < to; at += sizeAt(at)) {
            all.add(ByteBufUtil.getBytes(bytes, at + PREFIX_BYTES, bytes.getInt(at)));
        }
        return all;
    }

    /** Bytes of the largest message left, without its prefix. */
    public int largestSize() {
        int largest = 0;
        for (int at = from; at < to; at += sizeAt(at)) {
            largest = Math.max(largest, batch.bytes().getInt(at));
        }
        return largest;
    }

    /** Notes that the message, which is alone, came back from a subscriber. */
    void noteReturn() {
        envelope = (envelope == null ? Envelope.NONE : envelope).returned();
    }

    /** Lets go of the messages left. */
    public void release() {
        batch.release();
    }

    /** A second run over the same messages. */
    Run share() {
        batch.retain();
        return new Run(batch, from, to, messages, envelope).from(origin);
    }

    /** The same for a subscriber of several channels, who is to know which one it was. */
    Run shareFrom(ChannelName channel) {
        return share().from(channel);
    }

    /** A run of its own, with a copy of the message, which is alone, in another envelope. */
    public Run copyWith(Envelope newEnvelope) {
        int size = sizeInBytes();
        var copy = newBuffer(size).writeBytes(batch.bytes(), from, size);
        return of(copy, newEnvelope, memory());
    }

    /** Splits off the first messages. */
    Run takeFirst(int count) {
        int end = count == messages ? to : endOf(count);
        batch.retain();
        var first = new Run(batch, from, end, count, envelope).from(origin);
        from = end;
        messages -= count;
        return first;
    }

    /** Splits off messages from the front until they have at least so many bytes. */
    Run takeBytes(long bytes) {
        return takeBytes(bytes, messages);
    }

    /** The same, but at most so many messages. */
    Run takeBytes(long bytes, int most) {
        if (bytes >= sizeInBytes()) {
            return takeFirst(Math.min(most, messages));
        }
        int count = 0;
        for (int at = from; at - from < bytes && count < most; count++) {
            at += sizeAt(at);
        }
        return takeFirst(count);
    }

    /** Messages from the front that fit with so many bytes around each, but at least one. */
    int messagesWithin(long bytes, int around) {
        int count = 0;
        long taken = 0;
        for (int at = from; count < messages; count++) {
            taken += sizeAt(at) + around;
            if (taken > bytes) {
                break;
            }
            at += sizeAt(at);
        }
        return Math.max(1, count);
    }

    private int endOf(int count) {
        int end = from;
        for (int i = 0; i < count; i++) {
            end += sizeAt(end);
        }
        return end;
    }

    private int sizeAt(int index) {
        return PREFIX_BYTES + batch.bytes().getInt(index);
    }

    /** Size of the first message, its prefix included. */
    int firstSize() {
        return sizeAt(from);
    }

    /** Lets go of the first message. */
    void skipFirst() {
        from += firstSize();
        messages--;
    }

    /** Lets go of all messages; the run itself stays to be released. */
    void skipAll() {
        from = to;
        messages = 0;
    }

    /** Copies the first message to the end of a buffer and lets go of it here. */
    void moveFirst(ByteBuf target) {
        int size = firstSize();
        target.writeBytes(batch.bytes(), from, size);
        from += size;
        messages--;
    }

    /**
     * Lets go of the messages that were written wholly; one written in part counts as unwritten.
     */
    void skipWritten() {
        if (view == null) {
            return;
        }
        int written = from + view.readerIndex();
        while (messages > 0 && from + firstSize() <= written) {
            skipFirst();
        }
        view = null;
    }

    /** This run, or a copy in its place when it pins much more than it holds. */
    Run compact() {
        var bytes = batch.bytes();
        if (sizeInBytes() > bytes.capacity() / 2) {
            return this;
        }
        var copy =
                bytes.alloc()
                        .directBuffer(sizeInBytes(), sizeInBytes())
                        .writeBytes(bytes, from, sizeInBytes());
        var compacted =
                new Run(
                        new Batch(copy, envelope == null ? 0 : envelope.sizeInBytes(), memory()),
                        0,
                        sizeInBytes(),
                        messages,
                        envelope);
        release();
        return compacted.from(origin);
    }

    ByteBuf newBuffer(int capacity) {
        return batch.bytes().alloc().directBuffer(capacity);
    }

    PinnedMemory memory() {
        return batch.memory();
    }
}
