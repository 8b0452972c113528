package dev.automat.brokerclient;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A point in {@link System#nanoTime()}, or never. */
record Deadline(long nanoTime, boolean isNever) {

    static final Deadline NEVER = new Deadline(0, true);

    /** Longest wait that is told apart from for ever; keeps sums from overflowing. */
    private static final Duration FAR = Duration.ofDays(365);

    static Deadline after(Duration timeout) {
        var bounded = timeout.compareTo(FAR) < 0 ? timeout : FAR;
        return new Deadline(System.nanoTime() + bounded.toNanos(), false);
    }

    boolean isOver() {
        return !isNever && nanosLeft() <= 0;
    }

    long nanosLeft() {
        return isNever ? Long.MAX_VALUE : nanoTime - System.nanoTime();
    }

    /** What a socket's time-out wants: at least 1, and 0 for never. */
    int millisLeft() {
        if (isNever) {
            return 0;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanosLeft());
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    /** The shorter of the time left and a limit, at least 1 ms. */
    Duration cap(Duration limit) {
        return isNever || limit.toNanos() < nanosLeft() ? limit : Duration.ofMillis(millisLeft());
    }

    Deadline earlier(Deadline other) {
        return nanosLeft() < other.nanosLeft() ? this : other;
    }
}
