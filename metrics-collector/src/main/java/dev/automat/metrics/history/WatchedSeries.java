package dev.automat.metrics.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What others may know of one series.
 *
 * @param name the app's name
 * @param isAlive whether it reports as often as it used to; of a new one, within five seconds
 * @param lastSeen when its newest sample came
 * @param patience how long it may be silent; null while it is not known how often it reports
 * @param resident MiB each second, oldest first, NaN where it was silent
 * @param heap MiB that the last collection left of the heap, the same; null when the app tells none
 * @param limit MiB that the heap may have, or without one the process; NaN when it is unknown
 * @param newest what its fields did last
 */
@SuppressWarnings("ArrayRecordComponent") // An hour of numbers, read once.
public record WatchedSeries(
        String name,
        boolean isAlive,
        Instant lastSeen,
        @Nullable Duration patience,
        float[] resident,
        float @Nullable [] heap,
        double limit,
        NewestValues newest) {

    /** The field that tells {@link #heap}. */
    public static final String HEAP = "heap_after_gc";
}
