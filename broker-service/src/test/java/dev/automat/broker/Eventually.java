package dev.automat.broker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until an assertion holds, with a deadline. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Eventually() {}

    /** What is to hold; fails with an {@link AssertionError} as long as it does not. */
    public interface Assertion {

        /** Looks once. */
        void check() throws Exception;
    }

    /** Looks again and again until the assertion holds or the time is up. */
    public static void eventually(Assertion assertion) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                assertion.check();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            } catch (Exception e) {
                throw new AssertionError("Cannot check", e);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
