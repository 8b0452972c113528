package dev.automat.broker.channel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    /** Channels that go on when this one, a pattern's, can take what they deliver. */
    private final Set<TopicChannel> waitingOrigins = new LinkedHashSet<>();

    private volatile boolean originsWait;

    /** Whether one of the taps knows that this channel waits for it. */
    private boolean waitsForTap;

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
        if (waitsForSlowest()) {
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

    /**
     * Passes on what another channel delivers, if there is anybody to pass it on to. Two that look
     * at once for room may both find it, so that the bound is passed by one run each.
     */
    private synchronized boolean takeFrom(TopicChannel origin, Run run) {
        for (int i = 0; i < count; i++) {
            at(i).offerWithinBound(run.shareFrom(origin.name()));
        }
        if (count == 0) {
            // Perhaps the first subscriber is just about to come.
            keepWaiting(origin);
        }
        return count > 0;
    }

    /** A lock is taken after that of a channel that delivers here, never before it. */
    private void keepWaiting(TopicChannel origin) {
        if (!forgotten) {
            waitingOrigins.add(origin);
            originsWait = true;
            origin.waitsForTap = true;
        }
    }

    @Override
    void replaceTaps(List<MessageChannel> patterns) {
        stopWaitingForTaps();
        taps =
                patterns.stream()
                        .filter(TopicChannel.class::isInstance)
                        .map(TopicChannel.class::cast)
                        .toList();
        pump();
    }

    private void stopWaitingForTaps() {
        if (waitsForTap) {
            waitsForTap = false;
            taps.forEach(tap -> tap.forgetOrigin(this));
        }
    }

    private synchronized void forgetOrigin(TopicChannel origin) {
        waitingOrigins.remove(origin);
    }

    @Override
    void forgetting() {
        stopWaitingForTaps();
    }

    @Override
    void resumeOrigins() {
        if (originsWait) {
            originsThatMayGoOn().forEach(TopicChannel::goOn);
        }
    }

    private synchronized List<TopicChannel> originsThatMayGoOn() {
        if (isFull()) {
            return List.of();
        }
        var origins = List.copyOf(waitingOrigins);
        waitingOrigins.clear();
        originsWait = false;
        return origins;
    }

    private synchronized void goOn() {
        if (!forgotten) {
            pump();
            forgetIfUnused();
        }
    }

    private boolean waitsForSlowest() {
        boolean waits = isFull();
        for (var tap : taps) {
            waits |= tap.isFullFor(this);
        }
        return waits;
    }

    private boolean isFullFor(TopicChannel origin) {
        if (limits.whenFull() != WhenFull.BLOCK) {
            return false;
        }
        synchronized (this) {
            boolean full = isFull();
            if (full) {
                keepWaiting(origin);
            }
            return full;
        }
    }

    private boolean isFull() {
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
