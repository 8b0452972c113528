package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place at a channel: what it is to get, and what its connection has taken and not
 * yet written. Guarded by the channel's lock.
 */
public final class Subscription {

    private final MessageChannel channel;
    private final Recipient recipient;
    private final Backlog outbox = new Backlog();
    private final ArrayDeque<Run> inFlight = new ArrayDeque<>();
    private long inFlightBytes;
    private boolean announced;
    private boolean open = true;
    private boolean ended;

    /** Place in a topic's array. */
    int index;

    /** Neighbours in a queue's ring, null outside it. */
    @Nullable Subscription next;

    @Nullable Subscription previous;

    /** Small messages copied together while a queue deals, and their number. */
    private @Nullable ByteBuf dealt;

    private int dealtMessages;

    Subscription(MessageChannel channel, Recipient recipient) {
        this.channel = channel;
        this.recipient = recipient;
    }

    /**
     * The next messages to write, in order. The caller writes {@link Run#retainedView()} and then
     * calls {@link #written}, or, when the connection fails, {@link #end}.
     *
     * @return null when there are none, or as much is in flight as may be; the recipient is woken
     *     when that changes
     */
    public @Nullable Run poll() {
        synchronized (channel) {
            if (!isPollable()) {
                announced = false;
                return null;
            }
            var run = outbox.removeFirst();
            inFlight.addLast(run);
            inFlightBytes += run.sizeInBytes();
            return run;
        }
    }

    private boolean isPollable() {
        return !outbox.isEmpty() && inFlightBytes < channel.limits.inFlightBytes();
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
        synchronized (channel) {
            if (ended) {
                return 0;
            }
            var run = inFlight.removeFirst();
            int messages = run.messages();
            inFlightBytes -= run.sizeInBytes();
            channel.countWritten(messages);
            run.release();
            channel.relieved(this);
            announce();
            return messages;
        }
    }

    /** Asks for no further messages. Those of a queue not yet in flight go to other workers. */
    public void unsubscribe() {
        synchronized (channel) {
            if (open) {
                leave();
                if (channel.takesBack()) {
                    var _ = channel.takeBack(takeOutbox());
                }
            }
        }
    }

    private void leave() {
        open = false;
        channel.detach(this);
    }

    /**
     * Ends the subscription of a connection that is gone; what a queue gave it goes back.
     *
     * @return messages that are lost by it
     */
    public long end() {
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
            runs.addLast(run);
        }
        inFlightBytes = 0;
        runs.addAll(takeOutbox());
        return runs;
    }

    private ArrayDeque<Run> takeOutbox() {
        var runs = new ArrayDeque<Run>();
        while (!outbox.isEmpty()) {
            runs.addLast(outbox.removeFirst());
        }
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

    /** Bytes not yet written. */
    public long unwrittenBytes() {
        synchronized (channel) {
            return pendingBytes();
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
        return outbox.sizeInBytes() + inFlightBytes + (dealt == null ? 0 : dealt.readableBytes());
    }

    long queued() {
        return outbox.messages();
    }

    /** Adds messages, at the cost of the oldest when there are too many. */
    void offerLosingOldest(Run run) {
        outbox.addLast(run);
        // A ceiling shared by all leaves nothing for those who do not keep up.
        boolean spare = inFlight.isEmpty() || !channel.memory.isExhausted();
        channel.countDropped(
                spare ? outbox.dropOldestBeyond(channel.limits.subscriberBytes()) : outbox.clear());
        announce();
    }

    void offer(Run run) {
        outbox.addLast(run);
        announce();
    }

    /**
     * Takes the first message of a run; small ones are copied together.
     *
     * @return whether copying began, so that {@link #endDeal} must be called
     */
    boolean deal(Run run, int copyBelow, int expectedBytes) {
        if (run.firstSize() < copyBelow) {
            boolean begins = dealt == null;
            var buffer = dealt == null ? run.newBuffer(expectedBytes) : dealt;
            dealt = buffer;
            run.moveFirst(buffer);
            dealtMessages++;
            return begins;
        }
        endDeal();
        offer(run.takeFirst(1));
        return false;
    }

    void endDeal() {
        if (dealt != null) {
            var buffer = dealt;
            dealt = null;
            outbox.addLast(Run.of(buffer, dealtMessages, channel.memory));
            dealtMessages = 0;
        }
        announce();
    }
}
