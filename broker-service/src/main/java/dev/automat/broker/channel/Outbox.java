package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber is to get and its connection has not yet taken, within the bound of the
 * channel. Guarded by the channel's lock.
 */
final class Outbox {

    private final MessageChannel channel;
    private final Recipient recipient;
    private final InFlight inFlight;
    private final Backlog waiting = new Backlog();
    private boolean overrun;

    /** Small messages copied together while a queue deals, and their number. */
    private @Nullable ByteBuf dealt;

    private int dealtMessages;

    Outbox(MessageChannel channel, Recipient recipient, InFlight inFlight) {
        this.channel = channel;
        this.recipient = recipient;
        this.inFlight = inFlight;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long messages() {
        return waiting.messages() + dealtMessages;
    }

    /** Bytes of the messages and of the objects that hold them. */
    long sizeInBytes() {
        return waiting.sizeInBytes() + (dealt == null ? 0 : dealt.readableBytes());
    }

    void add(Run run) {
        waiting.addLast(run);
    }

    /** Puts back what was taken out. */
    void addFirst(Run run) {
        waiting.addFirst(run);
    }

    Run removeFirst() {
        return waiting.removeFirst();
    }

    /** Takes out everything. */
    ArrayDeque<Run> removeAll() {
        var runs = new ArrayDeque<Run>();
        while (!waiting.isEmpty()) {
            runs.addLast(waiting.removeFirst());
        }
        return runs;
    }

    /**
     * Drops from the front what is no longer wanted.
     *
     * @return how many messages
     */
    int dropExpired() {
        int count = 0;
        while (!waiting.isEmpty() && waiting.first().isExpired()) {
            var expired = waiting.removeFirst();
            expired.settled();
            expired.release();
            count++;
        }
        return count;
    }

    /** Adds messages that every subscriber gets, unless it has too many waiting. */
    void addWithinBound(Run run) {
        switch (channel.limits.whenFull()) {
            case DROP_OLDEST -> addLosingOldest(run);
            case DROP_NEWEST -> addLosingNewest(run);
            case DISCONNECT -> addOrOverrun(run);
            case BLOCK -> add(run);
        }
    }

    private void addLosingOldest(Run run) {
        add(run);
        channel.countDropped(
                isSpare()
                        ? waiting.dropOldestBeyond(channel.limits.subscriberBytes())
                        : waiting.clear());
    }

    /** A ceiling shared by all leaves nothing for those who do not keep up. */
    private boolean isSpare() {
        return inFlight.isEmpty() || !channel.memory.isExhausted();
    }

    private void addLosingNewest(Run run) {
        long room = isSpare() ? channel.limits.subscriberBytes() - waiting.sizeInBytes() : 0;
        if (room > 0) {
            add(run.takeBytes(room));
        }
        channel.countDropped(run.messages());
        run.release();
    }

    private void addOrOverrun(Run run) {
        long size = waiting.sizeInBytes() + run.sizeInBytes();
        boolean fits = waiting.isEmpty() || size <= channel.limits.subscriberBytes();
        if (!overrun && isSpare() && fits) {
            add(run);
            return;
        }
        channel.countDropped(run.messages());
        run.release();
        if (!overrun) {
            overrun = true;
            recipient.overrun();
        }
    }

    /**
     * Takes the first message of a run; small ones are copied together.
     *
     * @return whether copying began, so that {@link #endDeal} must be called
     */
    boolean deal(Run run, int copyBelow, int expectedBytes) {
        if (run.firstSize() < copyBelow && run.envelope() == null) {
            boolean begins = dealt == null;
            var buffer = dealt == null ? run.newBuffer(expectedBytes) : dealt;
            dealt = buffer;
            run.moveFirst(buffer);
            dealtMessages++;
            return begins;
        }
        endDeal();
        add(run.takeFirst(1));
        return false;
    }

    void endDeal() {
        if (dealt != null) {
            var buffer = dealt;
            dealt = null;
            add(Run.of(buffer, dealtMessages, channel.memory));
            dealtMessages = 0;
        }
    }
}
