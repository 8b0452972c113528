package dev.automat.broker.channel;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place at a channel: what it is to get, and what its connection has taken and not
 * yet written. Guarded by the channel's lock.
 */
public final class Subscription {

    /** The credit of a recipient that settles runs, in order, by writing them. */
    public static final int SETTLED_BY_WRITING = 0;

    private final MessageChannel channel;
    private final Recipient recipient;
    private final boolean settledByWriting;
    private final int mostUnsettled;
    private final InFlight inFlight;
    private final Outbox outbox;

    /** Has it look again whether it gets more, once there is memory again. */
    private final Publisher whenMemory;

    private boolean announced;
    private boolean open = true;
    private boolean ended;

    /** Place in a topic's array. */
    int index;

    /** Neighbours in a queue's ring, null outside it. */
    @Nullable Subscription next;

    @Nullable Subscription previous;

    Subscription(MessageChannel channel, Recipient recipient, int credit) {
        this.channel = channel;
        this.recipient = recipient;
        this.settledByWriting = credit == SETTLED_BY_WRITING;
        this.mostUnsettled = settledByWriting ? channel.limits.inFlightMessages() : credit;
        this.inFlight = new InFlight(recipient.framingBytes(), channel.limits, channel.memory);
        this.outbox = new Outbox(channel, recipient, inFlight);
        this.whenMemory = recipient::wake;
    }

    /** Messages that it may get beyond those it has. */
    int credit() {
        if (mostUnsettled == ChannelLimits.ANY_NUMBER) {
            return Integer.MAX_VALUE;
        }
        long has = inFlight.size() + outbox.messages();
        return Math.toIntExact(mostUnsettled - has);
    }

    /**
     * The next messages to write, in order. The caller writes {@link Run#retainedView()} and then
     * calls {@link #written()}, or {@link #written(Run)} when it settles them later, or, when the
     * connection fails, {@link #end}.
     *
     * @return null when there are none, or as much is in flight as may be; the recipient is woken
     *     when that changes
     */
    public @Nullable Run poll() {
        var run = taken();
        channel.resumeOrigins();
        return run;
    }

    private @Nullable Run taken() {
        synchronized (channel) {
            dropExpired();
            if (!isPollable()) {
                announced = false;
                if (outbox.isEmpty() && keepsWritten()) {
                    // Perhaps it was passed over while memory was short.
                    channel.relieved(this);
                }
                return null;
            }
            var run = removeNext();
            inFlight.add(run);
            return run;
        }
    }

    private Run removeNext() {
        var run = outbox.removeFirst();
        int count = settledByWriting ? inFlight.portionOf(run) : 1;
        if (count == run.messages()) {
            return run;
        }
        var first = run.takeFirst(count);
        outbox.addFirst(run);
        return first;
    }

    private void dropExpired() {
        for (int count = outbox.dropExpired(); count > 0; count = outbox.dropExpired()) {
            channel.countDropped(count);
            channel.relieved(this);
        }
    }

    private boolean isPollable() {
        return !outbox.isEmpty()
                && inFlight.room() > 0
                && (settledByWriting || inFlight.size() < mostUnsettled);
    }

    /** Notes that the recipient is done with the message of a run. */
    public void settle(Run run) {
        synchronized (channel) {
            if (!ended && inFlight.remove(run)) {
                channel.countWritten(run.messages());
                run.settled();
                run.release();
                channel.relieved(this);
                announce();
            }
        }
        channel.resumeOrigins();
    }

    /**
     * Gives back the message of a run, for another try: a queue's to the workers, a topic's to this
     * recipient.
     */
    public void reject(Run run) {
        synchronized (channel) {
            if (!ended && inFlight.remove(run)) {
                run.noteReturn();
                if (channel.takesBack()) {
                    channel.relieved(this);
                    var _ = channel.takeBack(new ArrayDeque<>(List.of(run)));
                } else {
                    outbox.addFirst(run);
                }
                announce();
            }
        }
    }

    private void announce() {
        if (!announced && isPollable()) {
            announced = true;
            recipient.wake();
        }
    }

    /**
     * Notes that the connection wrote the oldest run in flight.
     *
     * @return its messages
     */
    public int written() {
        int messages = settleOldest();
        channel.resumeOrigins();
        return messages;
    }

    private int settleOldest() {
        synchronized (channel) {
            if (ended) {
                return 0;
            }
            var run = inFlight.removeFirst();
            int messages = run.messages();
            channel.countWritten(messages);
            run.settled();
            run.release();
            channel.relieved(this);
            announce();
            return messages;
        }
    }

    /** Notes that the connection wrote a run whose message the recipient settles later. */
    public void written(Run run) {
        synchronized (channel) {
            if (!ended) {
                inFlight.noteWritten(run);
                channel.relieved(this);
                announce();
            }
        }
        channel.resumeOrigins();
    }

    /** Asks for no further messages. Those of a queue not yet in flight go to other workers. */
    public void unsubscribe() {
        synchronized (channel) {
            if (open) {
                leave();
                if (channel.takesBack()) {
                    var _ = channel.takeBack(outbox.removeAll());
                }
            }
        }
        channel.resumeOrigins();
    }

    private void leave() {
        open = false;
        channel.memory.forget(whenMemory);
        channel.detach(this);
    }

    /**
     * Ends the subscription of a connection that is gone; what a queue gave it goes back.
     *
     * @return messages that are lost by it
     */
    public long end() {
        long lost = ended();
        channel.resumeOrigins();
        return lost;
    }

    private long ended() {
        synchronized (channel) {
            if (ended) {
                return 0;
            }
            if (open) {
                leave();
            }
            ended = true;
            long lost = channel.takeBack(unwritten());
            channel.ended();
            return lost;
        }
    }

    private ArrayDeque<Run> unwritten() {
        var runs = new ArrayDeque<Run>();
        while (!inFlight.isEmpty()) {
            var run = inFlight.removeFirst();
            int before = run.messages();
            run.skipWritten();
            channel.countWritten(before - run.messages());
            if (run.messages() == 0) {
                run.settled();
            }
            if (!settledByWriting) {
                run.noteReturn();
            }
            runs.addLast(run);
        }
        runs.addAll(outbox.removeAll());
        return runs;
    }

    /** Whether all was written and nothing is on its way from the channel. */
    public boolean isDrained() {
        synchronized (channel) {
            return isEmpty() && (!open || channel.isDrainedFor(this));
        }
    }

    private boolean isEmpty() {
        return outbox.isEmpty() && inFlight.isEmpty();
    }

    /** Bytes that it keeps in memory: not yet written, or not yet settled. */
    public long pinnedBytes() {
        synchronized (channel) {
            return heldBytes();
        }
    }

    /** Name of the channel. */
    public ChannelName channelName() {
        return channel.name();
    }

    boolean isOpen() {
        return open;
    }

    /** Bytes given and not yet written. */
    long pendingBytes() {
        return outbox.sizeInBytes() + inFlight.unwrittenBytes();
    }

    /** Bytes given and not yet written, or written and not yet settled. */
    long heldBytes() {
        return pendingBytes() + inFlight.writtenBytes();
    }

    /** Whether it has something that was written and that only its recipient can let go. */
    boolean keepsWritten() {
        return inFlight.writtenBytes() > 0;
    }

    /** Has it polled when there is memory again. */
    void awaitMemory() {
        channel.memory.hold(whenMemory);
    }

    /** Messages that it may have and not have settled. */
    int mostUnsettled() {
        return mostUnsettled;
    }

    long queued() {
        return outbox.messages();
    }

    /** Adds messages that every subscriber gets, unless it has too many waiting. */
    void offerWithinBound(Run run) {
        outbox.addWithinBound(run);
        announce();
    }

    /** Whether publishers must wait for it, where they do. */
    boolean isFull() {
        long bound = channel.memory.isExhausted() ? 1 : channel.limits.subscriberBytes();
        return pendingBytes() >= bound;
    }

    void offer(Run run) {
        outbox.add(run);
        announce();
    }

    /**
     * Takes the first message of a run; small ones are copied together.
     *
     * @return whether copying began, so that {@link #endDeal} must be called
     */
    boolean deal(Run run, int copyBelow, int expectedBytes) {
        boolean begins = outbox.deal(run, copyBelow, expectedBytes);
        announce();
        return begins;
    }

    void endDeal() {
        outbox.endDeal();
        announce();
    }
}
