package dev.automat.bench.metrics;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets a load run for a while. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
