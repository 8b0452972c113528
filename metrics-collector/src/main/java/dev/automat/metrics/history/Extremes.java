package dev.automat.metrics.history;

import org.jspecify.annotations.Nullable;

/**
 * What a field did over some seconds.
 *
 * @param least its least value
 * @param greatest its greatest
 * @param last its newest
 */
public record Extremes(float least, float greatest, float last) {

    /** Of some values, NaN where there is none; null when there is none at all. */
    public static @Nullable Extremes of(float[] values) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        float last = Float.NaN;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                last = value;
            }
        }
        return Float.isNaN(last) ? null : new Extremes(least, greatest, last);
    }
}
