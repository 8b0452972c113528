package dev.automat.broker.channel;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel: messages go in from publishers and out to subscriptions. Safe for use by any thread;
 * its monitor is the lock of the channel and of all its subscriptions.
 */
public abstract sealed class MessageChannel permits QueueChannel, TopicChannel {

    /** What became of a publication. */
    public enum Outcome {
        /** All messages were accepted, and the run is released. */
        ACCEPTED,
        /** The run keeps what was not accepted; the publisher will be resumed. */
        HELD,
        /** Nothing was accepted: the channel was forgotten, and its name stands for a new one. */
        FORGOTTEN
    }

    /** What comes of a dead letter when the channel was forgotten. */
    public static final long NOT_TAKEN = -1;

    /** What the objects of a channel cost, roughly. */
    private static final int OVERHEAD_BYTES = 512;

    final ChannelLimits limits;
    final PinnedMemory memory;

    /** Messages that nobody can take yet. */
    final Backlog waiting = new Backlog();

    /** Whether the name stands for a new channel. */
    boolean forgotten;

    private final ChannelName name;
    private final Traffic traffic;
    private final Consumer<MessageChannel> whenForgotten;
    private final Set<Publisher> held = new LinkedHashSet<>();

    /** Those that were asked to try again and did not yet. */
    private final Set<Publisher> resumed = new LinkedHashSet<>();

    private int subscriptions;
    private long in;
    private long out;
    private long dropped;

    MessageChannel(
            ChannelName name,
            ChannelLimits limits,
            PinnedMemory memory,
            Traffic traffic,
            Consumer<MessageChannel> whenForgotten) {
        this.name = name;
        this.limits = limits;
        this.memory = memory;
        this.traffic = traffic;
        this.whenForgotten = whenForgotten;
        memory.pin(overhead());
    }

    /**
     * A channel of the kind that its name asks for.
     *
     * @param whenForgotten told, under the channel's lock, that nobody uses the channel any more
     */
    public static MessageChannel of(
            ChannelName name,
            ChannelLimits limits,
            PinnedMemory memory,
            Traffic traffic,
            Consumer<MessageChannel> whenForgotten) {
        return name.isQueue()
                ? new QueueChannel(name, limits, memory, traffic, whenForgotten, null)
                : new TopicChannel(name, limits, memory, traffic, whenForgotten);
    }

    /**
     * A queue that passes on what is kept elsewhere, each message in an envelope with its
     * settlement.
     *
     * @param whenWorkersChange run under the channel's lock when workers came or left, or left
     *     something behind
     */
    public static MessageChannel passingOn(
            ChannelName name,
            ChannelLimits limits,
            PinnedMemory memory,
            Traffic traffic,
            Consumer<MessageChannel> whenForgotten,
            Runnable whenWorkersChange) {
        return new QueueChannel(name, limits, memory, traffic, whenForgotten, whenWorkersChange);
    }

    private long overhead() {
        return (long) OVERHEAD_BYTES + name.sizeInBytes();
    }

    /** The name that publishers and subscribers use. */
    public final ChannelName name() {
        return name;
    }

    /** Takes as many messages as it can, in order; see {@link Outcome}. */
    public final synchronized Outcome publish(Run run, Publisher publisher) {
        if (forgotten) {
            return Outcome.FORGOTTEN;
        }
        resumed.remove(publisher);
        int offered = run.messages();
        // What waits goes first.
        if (waiting.isEmpty()) {
            deliver(run);
        }
        boolean memoryExhausted = memory.isExhausted();
        if (!memoryExhausted) {
            park(run);
        }
        in += offered - run.messages();
        traffic.accepted(offered - run.messages());
        if (run.messages() == 0) {
            held.remove(publisher);
            run.release();
            // Nobody but subscribers of patterns may have been there.
            forgetIfUnused();
            return Outcome.ACCEPTED;
        }
        held.add(publisher);
        if (memoryExhausted) {
            memory.hold(publisher);
        }
        return Outcome.HELD;
    }

    /** Hands over what can be taken now, and leaves the rest in the run. */
    abstract void deliver(Run run);

    private void park(Run run) {
        long room = limits.waitingMessages() - waiting.messages();
        int count = (int) Math.min(room, run.messages());
        if (count > 0) {
            waiting.addLast(run.takeFirst(count).compact());
        }
    }

    /**
     * Takes a dead letter, for which nobody can be held: what waits beyond the bounds is lost, the
     * oldest first. It may wait where memory is short, for the message it was made of goes.
     *
     * @return messages that are lost; {@link #NOT_TAKEN} when the channel was forgotten, and its
     *     name stands for a new one
     */
    public final synchronized long takeDeadLetter(Run letter, DeadLetterLimits bounds) {
        if (forgotten) {
            return NOT_TAKEN;
        }
        in++;
        traffic.accepted(1);
        if (waiting.isEmpty()) {
            deliver(letter);
        }
        if (letter.messages() == 0) {
            letter.release();
            return 0;
        }
        waiting.addLast(letter);
        long lost = waiting.dropOldestBeyond(bounds);
        dropped += lost;
        return lost;
    }

    /** Forgets a publisher that is gone. */
    public final synchronized void withdraw(Publisher publisher) {
        memory.forget(publisher);
        resumed.remove(publisher);
        if (held.remove(publisher)) {
            forgetIfUnused();
        }
    }

    final void resumeHeld() {
        if (!held.isEmpty() && waiting.messages() <= limits.waitingMessages() / 2) {
            held.forEach(Publisher::resume);
            resumed.addAll(held);
            held.clear();
        }
    }

    /** Whether there is something that a publisher could not hand over yet. */
    final boolean holdsPublishers() {
        return !held.isEmpty() || !resumed.isEmpty();
    }

    /**
     * Subscribes.
     *
     * @param credit messages that the recipient may have and not have settled, each alone in its
     *     run; {@link Subscription#SETTLED_BY_WRITING} when writing settles them
     * @return null when the channel was forgotten, and its name stands for a new one
     */
    public final @Nullable Subscription subscribe(Recipient recipient, int credit) {
        var subscription = attached(recipient, credit);
        resumeOrigins();
        return subscription;
    }

    private synchronized @Nullable Subscription attached(Recipient recipient, int credit) {
        if (forgotten) {
            return null;
        }
        var subscription = new Subscription(this, recipient, credit);
        subscriptions++;
        attach(subscription);
        return subscription;
    }

    /**
     * Lets further channels have what a topic delivers: those whose names are patterns that match.
     */
    public final synchronized void tap(List<MessageChannel> patterns) {
        // A channel that has just come to be is unused too, and about to be used.
        boolean waited = !waiting.isEmpty();
        if (!forgotten) {
            replaceTaps(patterns);
        }
        if (waited) {
            forgetIfUnused();
        }
    }

    abstract void replaceTaps(List<MessageChannel> patterns);

    /** Begins to deliver to a subscription. */
    abstract void attach(Subscription subscription);

    /** Ends delivery to a subscription; what it was given stays there. */
    abstract void detach(Subscription subscription);

    /** Some of what a subscription was given was written. */
    abstract void relieved(Subscription subscription);

    /** Whether messages that a subscription leaves unwritten come back. */
    abstract boolean takesBack();

    /**
     * Takes, in order, what a subscription that left was given and that was not written.
     *
     * @return messages that nobody will get now
     */
    abstract long takeBack(ArrayDeque<Run> unwritten);

    /** Whether nothing more can come for a subscription unless something new is published. */
    abstract boolean isDrainedFor(Subscription subscription);

    /** Subscribers, not counting those that only wait for the rest. */
    abstract int subscribers();

    /** Messages at subscriptions that were not handed to a connection yet. */
    abstract long queued();

    final void ended() {
        subscriptions--;
        forgetIfUnused();
    }

    final void forgetIfUnused() {
        if (subscriptions == 0 && waiting.isEmpty() && held.isEmpty() && !forgotten) {
            forgotten = true;
            forgetting();
            memory.unpin(overhead());
            whenForgotten.accept(this);
        }
    }

    /** Leaves the other channels that know of this one. */
    abstract void forgetting();

    /** Lets other channels go on that wait for room here; called without the channel's lock. */
    abstract void resumeOrigins();

    final void countWritten(long messages) {
        out += messages;
        traffic.written(messages);
    }

    final void countDropped(long messages) {
        if (messages > 0) {
            dropped += messages;
            traffic.dropped(messages);
        }
    }

    /** Messages that all subscribers together may have and not have settled. */
    public final synchronized int credit() {
        return totalCredit();
    }

    abstract int totalCredit();

    /** Returns the newest messages that wait to whom they are owed to, and at most so many. */
    public final synchronized void giveBack(int most) {
        for (int i = 0; i < most && !waiting.isEmpty(); i++) {
            var run = waiting.removeLast();
            run.returned();
            run.release();
        }
        forgetIfUnused();
    }

    /** What the channel holds and has done. */
    public final synchronized ChannelSnapshot snapshot() {
        return new ChannelSnapshot(
                name, subscribers(), waiting.messages() + queued(), in, out, dropped);
    }

    /**
     * Drops what waits, at the end of the process.
     *
     * @return how many messages that were
     */
    public final synchronized long discard() {
        long lost = waiting.clear();
        forgetIfUnused();
        return lost;
    }
}
