package dev.automat.metrics.history;

import org.jspecify.annotations.Nullable;

/** The newest values of one series. */
@FunctionalInterface
public interface NewestValues {

    /** What a field did in the last seconds; null when it had no value in them. */
    @Nullable Extremes read(String field, int seconds);
}
