package dev.automat.patron.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The times when triggers were off: what was committed then is found by the audit only. */
final class Unheard {

    /** The audit's period and the longest that its answer may take. */
    private static final long FOUND_AFTER = Duration.ofSeconds(2).toNanos();

    private static final class Window {
        private final long begin = System.nanoTime();
        private volatile long end = Long.MAX_VALUE;
    }

    private final List<Window> windows = new CopyOnWriteArrayList<>();

    void begin() {
        windows.add(new Window());
    }

    void end() {
        windows.getLast().end = System.nanoTime();
    }

    /** From when on a commit acknowledged at some moment must count as known. */
    long soonestKnown(long acknowledged) {
        for (var window : windows) {
            if (acknowledged >= window.begin && acknowledged <= window.end) {
                return window.end == Long.MAX_VALUE
                        ? Long.MAX_VALUE / 2
                        : Math.max(acknowledged, window.end) + FOUND_AFTER;
            }
        }
        return acknowledged;
    }
}
