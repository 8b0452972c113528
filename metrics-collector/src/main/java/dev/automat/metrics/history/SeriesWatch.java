package dev.automat.metrics.history;

import java.time.Instant;
import java.util.function.Consumer;

/** Lets others watch all series. */
@FunctionalInterface
public interface SeriesWatch {

    /** Shows every series that is known, one after the other. */
    void forEachSeries(Instant now, Consumer<WatchedSeries> watcher);
}
