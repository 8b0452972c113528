package dev.automat.broker.channel;

/** Who receives, as a channel sees it. */
public interface Recipient {

    /**
     * Bytes that it writes around each message, which count as in flight as well; 0 when it writes
     * what it is given without a copy.
     */
    default int framingBytes() {
        return 0;
    }

    /**
     * Says that {@link Subscription#poll()} has something. Called by any thread, under a channel's
     * lock, and not again before the next poll but when there is memory again; only schedules that
     * poll.
     */
    void wake();

    /**
     * Says that the recipient is too slow and must go. Called by any thread, under a channel's
     * lock; only schedules its end.
     */
    void overrun();
}
