package dev.automat.metrics.history;

import org.jspecify.annotations.Nullable;

/** The newest values of one series, by the app's own clock, which may be late. */
@FunctionalInterface
public interface NewestValues {

    /** What a field did in the last seconds up to the newest sample; null when it had no value. */
    @Nullable Extremes read(String field, int seconds);
}
