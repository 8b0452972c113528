package dev.automat.patron;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until an assertion holds, with a deadline. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Eventually() {}

    public interface Assertion {
        void check() throws Exception;
    }

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
