package dev.automat.reporter.wire;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between tries to connect: they double from 100 ms to 2 s and vary by chance, so that
 * the apps of a restarted collector do not all come at once.
 */
final class BackOff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 2_000;

    private long next = FIRST_MILLIS;

    long nextMillis() {
        long pause = ThreadLocalRandom.current().nextLong(next / 2, next + 1);
        next = Math.min(2 * next, LONGEST_MILLIS);
        return pause;
    }

    void reset() {
        next = FIRST_MILLIS;
    }
}
