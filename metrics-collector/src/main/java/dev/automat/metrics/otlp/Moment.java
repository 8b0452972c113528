package dev.automat.metrics.otlp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that one app says of one time. */
final class Moment {

    private final long time;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    /** Begins without a metric; the time is in nanoseconds since the epoch. */
    Moment(long time) {
        this.time = time;
    }

    long time() {
        return time;
    }

    Tally tally(String name, Tally.Kind kind, String unit, long start) {
        return tallies.computeIfAbsent(name, _ -> new Tally(kind, unit, start));
    }

    Map<String, Tally> tallies() {
        return tallies;
    }

    /** The first of these metrics that is there; null when none is. */
    @Nullable String firstOf(List<String> names) {
        for (var name : names) {
            if (tallies.containsKey(name)) {
                return name;
            }
        }
        return null;
    }

    int points() {
        return tallies.values().stream().mapToInt(Tally::points).sum();
    }
}
