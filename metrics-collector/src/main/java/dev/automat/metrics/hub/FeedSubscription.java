package dev.automat.metrics.hub;

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
        FeedChunk take(Mailbox mailbox, int chunkBytes);
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
     * @param shared what another client got last; returned itself when that is next here, too
     * @return empty when nothing waits, and then the outlet is woken by the next event
     */
    public FeedChunk take(int chunkBytes, FeedChunk shared) {
        // Reset first: an event that comes after the look into the mailbox then wakes again.
        wokenAtNanos.set(NOT_WOKEN);
        var chunk = mailbox.takeUnlessLossy(chunkBytes, shared);
        return chunk == null ? recovery.take(mailbox, chunkBytes) : chunk;
    }

    /** Wakes the outlet if something waits and it was not woken since it took last. */
    public void wake() {
        wake(System.nanoTime());
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
