package dev.automat.patron.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next connection: doubled with each failure, then a random part of it.
 */
final class ReconnectDelay {

    private static final long SHORTEST_MILLIS = 50;
    private static final int MOST_DOUBLINGS = 6;
    private static final long LONGEST_MILLIS = 2_000;

    private int failures;

    /** A connection was good for something. */
    void reset() {
        failures = 0;
    }

    /** Returns 25 ms to 2 s: never the same for all instances that lost the same server. */
    Duration next() {
        var longest =
                Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }
}
