package dev.automat.metrics.archive;

import java.util.Map;

/**
 * What memory still knows of one series, which is newer than what is on disk.
 *
 * @param oldest the first second that memory may know
 * @param source reads consecutive seconds, NaN where there was nothing
 */
public record RecentSeconds(long oldest, Source source) {

    /** Reads from memory. */
    @FunctionalInterface
    public interface Source {

        /** The values of each field. */
        Map<String, float[]> read(long from, int seconds);
    }

    /** Knows nothing. */
    public static RecentSeconds none(long oldest) {
        return new RecentSeconds(oldest, (_, _) -> Map.of());
    }
}
