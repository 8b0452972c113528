package dev.automat.metrics.history;

import java.time.Instant;

/** Tells who fell silent. */
@FunctionalInterface
public interface SeriesLife {

    /** Whether a series reports less often than it used to; no, when it is not known. */
    boolean isSilent(String name, Instant now);
}
