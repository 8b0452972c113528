package dev.automat.patron.cache;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * What is counted for each row, in a fixed number of places that rows share: sharing one costs a
 * refused fill now and then, and nothing else.
 */
final class Stripes {

    private static final int MOST_LOCKS = 1_024;
    private static final long NEVER = 0;

    private final AtomicIntegerArray generations;
    private final AtomicLongArray writtenAt;
    private final Object[] locks;

    /** A power of two of stripes. */
    Stripes(int count) {
        this.generations = new AtomicIntegerArray(count);
        this.writtenAt = new AtomicLongArray(count);
        this.locks =
                IntStream.range(0, Math.min(MOST_LOCKS, count))
                        .mapToObj(_ -> new Object())
                        .toArray();
    }

    /** Rows that share a generation share a lock. */
    Object lock(long id) {
        return locks[of(id) & (locks.length - 1)];
    }

    int generation(long id) {
        return generations.get(of(id));
    }

    /** Makes all tokens of a row void. */
    void voidTokens(long id) {
        generations.incrementAndGet(of(id));
    }

    /** This instance wrote the row. */
    void written(long id, long nanos) {
        writtenAt.set(of(id), nanos);
    }

    /** Whether a write of this instance may be younger than what events tell now. */
    boolean isWrittenAfterProof(long id, Freshness freshness) {
        long at = writtenAt.get(of(id));
        return at != NEVER && !freshness.isProvenSince(at);
    }

    private int of(long id) {
        return (int) (id & (generations.length() - 1));
    }
}
