package dev.automat.metrics.history;

import dev.automat.metrics.archive.Archive;
import dev.automat.metrics.archive.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads whole series from memory and disk. */
@Component
final class StoredSeriesReader implements SeriesPast {

    /** Two weeks of minutes. */
    private static final int MAX_STEPS = 20_160;

    private final SeriesHistory history;
    private final Archive archive;

    StoredSeriesReader(SeriesHistory history, Archive archive) {
        this.history = history;
        this.archive = archive;
    }

    @Override
    public StoredSeries read(String name, String from, @Nullable String to, Instant now) {
        var range = TimeRange.of(from, to, now, archive.reach());
        var tier = finest(range, now);
        int step = tier.stepInSeconds();
        long first = Math.floorDiv(range.from(), (long) step) * step;
        int steps = (int) Math.ceilDiv(range.from() + range.seconds() - first, (long) step);
        var fields = archive.read(name, tier, first, steps, history.recent(name, now));
        double limit = Double.NaN;
        if (fields.isEmpty() || history.isKnown(name, now)) {
            limit = history.named(name, now).watched(now).limit();
        }
        return new StoredSeries(first, step, steps, fields, limit);
    }

    private Tier finest(TimeRange range, Instant now) {
        for (var tier : Tier.values()) {
            if (archive.reach(tier, now) <= range.from()
                    && range.seconds() / tier.stepInSeconds() < MAX_STEPS) {
                return tier;
            }
        }
        return Tier.HOUR;
    }
}
