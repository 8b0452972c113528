package dev.automat.broker.channel;

/** Who receives, as a channel sees it. */
public interface Recipient {

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
