package dev.automat.metrics.hub;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** One client's place in the feed. */
public final class FeedSubscription {

    private static final long NOT_WOKEN = Long.MIN_VALUE;

    private final Mailbox mailbox;
    private final FeedOutlet outlet;
    private final Recovery recovery;

    /** When the outlet was woken and has not taken since, or {@link #NOT_WOKEN}. */
    private final AtomicLong wokenAtNanos = new AtomicLong(NOT_WOKEN);

    /** Takes from a mailbox that lost something. */
    @FunctionalInterface
    interface Recovery {
        ByteBuffer take(Mailbox mailbox, int chunkBytes);
    }

    FeedSubscription(Mailbox mailbox, FeedOutlet outlet, Recovery recovery) {
        this.mailbox = mailbox;
        this.outlet = outlet;
        this.recovery = recovery;
    }

    /**
     * Takes what waits, in whole events.
     *
     * @param chunkBytes about how much; a single larger event comes alone
     * @return ready to read; empty when nothing waits, and then the outlet is woken by the next
     *     event
     */
    public ByteBuffer take(int chunkBytes) {
        // Reset first: an event that comes after the look into the mailbox then wakes again.
        wokenAtNanos.set(NOT_WOKEN);
        var chunk = mailbox.takeUnlessLossy(chunkBytes);
        return chunk == null ? recovery.take(mailbox, chunkBytes) : chunk;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    void wake(long nowNanos) {
        if (!mailbox.isEmpty() && wokenAtNanos.compareAndSet(NOT_WOKEN, nowNanos)) {
            outlet.wake();
        }
    }

    boolean isStuck(long nowNanos, Duration patience) {
        long woken = wokenAtNanos.get();
        return woken != NOT_WOKEN && nowNanos - woken > patience.toNanos();
    }

    void end() {
        outlet.end();
    }

    void abandon() {
        outlet.abandon();
    }
}
