package dev.automat.metrics.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets others look at what was long ago. */
public interface SeriesPast {

    /**
     * Reads one series as finely as it is kept that far back. May wait for the disk.
     *
     * @param from seconds since the epoch, or ISO 8601 with offset
     * @param to the same; null means now
     * @throws UnknownSeriesException when nothing is known of it in that time
     * @throws InvalidRangeException when either is neither, or the end lies before the begin
     */
    StoredSeries read(String name, String from, @Nullable String to, Instant now);
}
