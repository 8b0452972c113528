package dev.automat.zmtp;

import java.util.function.LongSupplier;

/** Lets a few lines a second into the log, so that a hostile peer cannot fill the disk with it. */
final class LogThrottle {

    private static final int LINES_PER_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private long windowStart;
    private int lines;
    private int hidden;

    LogThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        windowStart = nanoClock.getAsLong();
    }

    /** Runs {@code line} with the number of lines left out since the last one, or leaves it out. */
    void log(HiddenLines line) {
        int left = permit();
        if (left >= 0) {
            line.log(left);
        }
    }

    private synchronized int permit() {
        long now = nanoClock.getAsLong();
        if (now - windowStart >= SECOND) {
            windowStart = now;
            lines = 0;
        }
        if (lines == LINES_PER_SECOND) {
            hidden++;
            return -1;
        }
        lines++;
        int left = hidden;
        hidden = 0;
        return left;
    }

    /** Writes one line. */
    @FunctionalInterface
    interface HiddenLines {

        void log(int hidden);
    }
}
