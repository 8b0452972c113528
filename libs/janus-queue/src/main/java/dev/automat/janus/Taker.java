package dev.automat.janus;

/** A consumer as the buffer sees it. All its fields and methods belong to the buffer's lock. */
abstract class Taker {

    /** Whether one of the items in the buffer is kept for this consumer until it comes. */
    boolean hasPromise;

    /** Whether this consumer has given up. */
    boolean isGone;

    /** Tells the consumer to claim again: an item is kept for it, or the queue has ended. */
    abstract void wake();
}
