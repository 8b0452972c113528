package dev.automat.system;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what the suite will show soon, up to a deadline. */
final class Await {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Await() {}

    /** Looks until the condition holds; an exception counts as "not yet". */
    static void until(String what, Duration patience, Callable<Boolean> condition) {
        var deadline = Instant.now().plus(patience);
        @Nullable Exception last = null;
        while (Instant.now().isBefore(deadline)) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("Not within " + patience.toSeconds() + " s: " + what, last);
    }
}
