package dev.automat.test;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Waits until an assertion holds, up to a deadline that no healthy machine comes near to. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Eventually() {}

    /**
     * Looks again and again, on the caller's thread.
     *
     * @param assertion fails with an {@link AssertionError} as long as it does not hold; any other
     *     exception ends the wait
     */
    public static void eventually(ThrowingRunnable assertion) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(PATIENCE)
                .untilAsserted(assertion);
    }
}
