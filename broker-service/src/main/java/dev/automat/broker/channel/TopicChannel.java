package dev.automat.broker.channel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publish-subscribe: every subscriber gets every message, and one that does not keep up loses its
 * oldest without harm to the others. While nobody is subscribed, messages wait for the first who
 * is.
 */
final class TopicChannel extends MessageChannel {

    private static final int FIRST_CAPACITY = 4;

    private @Nullable Subscription[] subscribers = new Subscription[FIRST_CAPACITY];
    private int count;

    TopicChannel(
            ChannelName name,
            ChannelLimits limits,
            PinnedMemory memory,
            Traffic traffic,
            Consumer<MessageChannel> whenForgotten) {
        super(name, limits, memory, traffic, whenForgotten);
    }

    @Override
    void deliver(Run run) {
        if (count > 0) {
            for (int i = 0; i < count; i++) {
                at(i).offerLosingOldest(run.share());
            }
            run.skipAll();
        }
    }

    @SuppressWarnings("NullAway") // Places below the count are taken.
    private Subscription at(int index) {
        return subscribers[index];
    }

    @Override
    void attach(Subscription subscription) {
        if (count == subscribers.length) {
            subscribers = Arrays.copyOf(subscribers, 2 * count);
        }
        subscription.index = count;
        subscribers[count] = subscription;
        count++;
        while (!waiting.isEmpty()) {
            subscription.offerLosingOldest(waiting.removeFirst());
        }
        resumeHeld();
    }

    /** The last one takes the place of the one that leaves, so that no other moves. */
    @Override
    void detach(Subscription subscription) {
        count--;
        var last = at(count);
        subscribers[subscription.index] = last;
        last.index = subscription.index;
        subscribers[count] = null;
    }

    @Override
    void relieved(Subscription subscription) {
        // Subscribers of a topic hold nobody up, so there is nobody to tell.
    }

    @Override
    boolean takesBack() {
        return false;
    }

    @Override
    long takeBack(ArrayDeque<Run> unwritten) {
        long lost = unwritten.stream().mapToLong(Run::messages).sum();
        unwritten.forEach(Run::release);
        return lost;
    }

    @Override
    boolean isDrainedFor(Subscription subscription) {
        return true;
    }

    @Override
    int subscribers() {
        return count;
    }

    @Override
    long queued() {
        long messages = 0;
        for (int i = 0; i < count; i++) {
            messages += at(i).queued();
        }
        return messages;
    }
}
