package dev.automat.test;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what will be so soon, on the caller's thread and up to a deadline. */
public final class Eventually {

    /** No healthy machine comes near to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(5);

    /** What goes to another process is asked less often. */
    private static final Duration LONG_PAUSE = Duration.ofMillis(100);

    private Eventually() {}

    /**
     * Looks until an assertion holds.
     *
     * @param assertion fails with an {@link AssertionError} or any exception as long as it does not
     *     hold
     */
    public static void eventually(ThrowingRunnable assertion) {
        eventually(PATIENCE, assertion);
    }

    static void eventually(Duration patience, ThrowingRunnable assertion) {
        await().pollInSameThread()
                .ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(patience)
                .untilAsserted(assertion);
    }

    /**
     * Looks until a condition of another process holds.
     *
     * @param what says in the failure what was waited for
     * @param condition an exception counts as "not yet"
     */
    public static void eventually(String what, Duration patience, Callable<Boolean> condition) {
        await(what)
                .pollInSameThread()
                .ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(LONG_PAUSE)
                .atMost(patience)
                .until(condition);
    }
}
