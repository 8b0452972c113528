package dev.automat.cli.launch.child;

import java.time.Duration;

/** Asks a process how it is. */
@FunctionalInterface
public interface Probe {

    /** Holds for a process whose life is all there is to ask for. */
    Probe ALIVE = Health::up;

    /** From one question to the next. */
    Duration INTERVAL = Duration.ofMillis(150);

    /** Asks once, and blocks for two seconds at most. Never throws. */
    Health check();

    /**
     * Asks again and again until a process is up.
     *
     * @return false when it ended, or when that takes too long
     */
    default boolean awaitUp(Process process, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(INTERVAL)) {
                return false;
            }
            if (check().isUp()) {
                return true;
            }
        }
        return false;
    }
}
