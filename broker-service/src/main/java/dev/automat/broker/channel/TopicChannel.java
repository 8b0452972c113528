package dev.automat.broker.channel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
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
    private List<TopicChannel> taps = List.of();

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
        if (count > 0 && waitsForSlowest()) {
            return;
        }
        boolean delivered = count > 0;
        for (var tap : taps) {
            delivered |= tap.takeFrom(this, run);
        }
        for (int i = 0; i < count; i++) {
            at(i).offerWithinBound(run.share());
        }
        if (delivered) {
            run.skipAll();
        }
    }

    /** Passes on what another channel delivers, if there is anybody to pass it on to. */
    private synchronized boolean takeFrom(MessageChannel origin, Run run) {
        for (int i = 0; i < count; i++) {
            at(i).offerWithinBound(run.shareFrom(origin.name()));
        }
        return count > 0;
    }

    @Override
    void replaceTaps(List<MessageChannel> patterns) {
        taps =
                patterns.stream()
                        .filter(TopicChannel.class::isInstance)
                        .map(TopicChannel.class::cast)
                        .toList();
        pump();
    }

    private boolean waitsForSlowest() {
        if (limits.whenFull() == WhenFull.BLOCK) {
            for (int i = 0; i < count; i++) {
                if (at(i).isFull()) {
                    return true;
                }
            }
        }
        return false;
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
        pump();
    }

    /** What waits is for those who are there, as soon as all of them have room. */
    private void pump() {
        boolean somebody = count > 0 || !taps.isEmpty();
        while (!waiting.isEmpty() && somebody && !waitsForSlowest()) {
            var run = waiting.removeFirst();
            deliver(run);
            if (run.messages() > 0) {
                waiting.addFirst(run);
                somebody = false;
            } else {
                run.release();
            }
        }
        if (!waitsForSlowest()) {
            resumeHeld();
        }
    }

    /** The last one takes the place of the one that leaves, so that no other moves. */
    @Override
    void detach(Subscription subscription) {
        count--;
        var last = at(count);
        subscribers[subscription.index] = last;
        last.index = subscription.index;
        subscribers[count] = null;
        pump();
    }

    @Override
    void relieved(Subscription subscription) {
        if (limits.whenFull() == WhenFull.BLOCK) {
            pump();
        }
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
    int totalCredit() {
        return 0;
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
