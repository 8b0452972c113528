package dev.automat.janus;

import org.jspecify.annotations.Nullable;

/** A producer whose item waits for room. All its fields and methods belong to the buffer's lock. */
abstract class Putter<T> {

    final T item;

    Putter(T item) {
        this.item = item;
    }

    /**
     * Tells the producer how its wait ended.
     *
     * @param refusal null when the item was accepted
     */
    abstract void settle(@Nullable QueueClosedException refusal);
}
