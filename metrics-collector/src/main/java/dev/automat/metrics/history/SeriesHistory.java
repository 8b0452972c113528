package dev.automat.metrics.history;

import dev.automat.metrics.archive.PastListener;
import dev.automat.metrics.archive.RecentSeconds;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The last hour of every series, in memory. A series that was silent for an hour is forgotten, one
 * that reports less often than each twenty minutes when it fell silent. Gets each sample before
 * other listeners do, who may ask it about the app.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SeriesHistory implements SampleListener, PastListener, SeriesWatch, SeriesLife {

    /** Who reported this recently keeps its place, however many others want one. */
    private static final Duration PROTECTED = Duration.ofMinutes(1);

    /** Of so many forgotten ones it is known how often they report: it may be once an hour. */
    private static final int MAX_RHYTHMS = 1_000;

    private final int maxSeries;
    private final BlockBudget budget;
    private final LongAdder refused = new LongAdder();

    /** By name; the first is the one longest silent. Guards itself. */
    private final LinkedHashMap<String, Series> series = new LinkedHashMap<>();

    /** By name, of those that were forgotten; the first longest ago. Guarded by the series. */
    private final LinkedHashMap<String, Rhythm> rhythms = new LinkedHashMap<>();

    SeriesHistory(HistoryProperties properties, MeterRegistry meters) {
        this.maxSeries = properties.maxSeries();
        this.budget = new BlockBudget(properties.maxMemory());
        Gauge.builder("automat.metrics.series", this, SeriesHistory::size)
                .description("Series that reported within the last hour, or do so rarely")
                .register(meters);
        FunctionCounter.builder("automat.metrics.history.refused", refused, LongAdder::sum)
                .description("Samples that history had no room for")
                .register(meters);
    }

    @Override
    public void accept(Sample sample, Sender sender, Instant receivedAt) {
        var found = place(sample, receivedAt);
        if (found == null || !found.record(sample, sender, receivedAt)) {
            refused.increment();
        }
    }

    @Override
    public void restore(String name, long second, Map<String, Double> fields) {
        if (!fields.containsKey(Sample.CPU) || !fields.containsKey(Sample.MEM)) {
            return;
        }
        var sample = new Sample(name, Instant.ofEpochSecond(second), fields, "{}");
        synchronized (series) {
            var found = series.get(name);
            if (found == null && series.size() < maxSeries) {
                found = begin(sample, sample.timestamp());
                // In front of those that live: it may be silent since then.
                series.putFirst(name, found);
            }
            if (found != null) {
                found.restore(sample);
            }
        }
    }

    /** Finds or makes the sample's series and puts it at the end of the line. */
    private @Nullable Series place(Sample sample, Instant receivedAt) {
        synchronized (series) {
            var found = series.get(sample.name());
            if (found == null) {
                forgetSilent(receivedAt);
                if (series.size() >= maxSeries && !makeRoom(receivedAt)) {
                    return null;
                }
                found = begin(sample, receivedAt);
            }
            series.putLast(sample.name(), found);
            return found;
        }
    }

    private Series begin(Sample first, Instant receivedAt) {
        var known = rhythms.remove(first.name());
        return new Series(first, receivedAt, budget, known == null ? new Rhythm() : known);
    }

    private void forgetSilent(Instant now) {
        var seenSince = now.minusSeconds(SeriesRing.SECONDS);
        var all = series.values().iterator();
        while (all.hasNext()) {
            var one = all.next();
            if (one.lastSeen().isAfter(seenSince)) {
                return; // So were those behind it.
            }
            if (one.isForgettable(now)) {
                all.remove();
                forget(one);
            }
        }
    }

    /** Forgets the one longest silent, unless it reported a moment ago. */
    private boolean makeRoom(Instant now) {
        var first = series.firstEntry();
        if (first == null || first.getValue().lastSeen().plus(PROTECTED).isAfter(now)) {
            return false;
        }
        series.remove(first.getKey());
        forget(first.getValue());
        return true;
    }

    private void forget(Series one) {
        rhythms.putLast(one.name(), one.release());
        if (rhythms.size() > MAX_RHYTHMS) {
            rhythms.pollFirstEntry();
        }
    }

    /** All series, by name. */
    List<Series> all(Instant now) {
        synchronized (series) {
            forgetSilent(now);
            return series.values().stream()
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        }
    }

    @Override
    public void forEachSeries(Instant now, Consumer<WatchedSeries> watcher) {
        all(now).forEach(series -> watcher.accept(series.watched(now)));
    }

    @Override
    public boolean isSilent(String name, Instant now) {
        synchronized (series) {
            var found = series.get(name);
            return found != null && !found.isAlive(now);
        }
    }

    /** The last hour of one series, empty when it did not report. */
    RecentSeconds recent(String name, Instant now) {
        synchronized (series) {
            var found = series.get(name);
            long oldest = now.getEpochSecond() - SeriesRing.SECONDS + 1;
            return found == null
                    ? RecentSeconds.none(oldest)
                    : new RecentSeconds(oldest, found::read);
        }
    }

    /**
     * One series.
     *
     * @throws UnknownSeriesException when none of that name is known, as when it was silent for an
     *     hour
     */
    Series named(String name, Instant now) {
        synchronized (series) {
            forgetSilent(now);
            var found = series.get(name);
            if (found == null) {
                throw new UnknownSeriesException(name);
            }
            return found;
        }
    }

    /** Whether one of that name is known. */
    boolean isKnown(String name, Instant now) {
        synchronized (series) {
            forgetSilent(now);
            return series.containsKey(name);
        }
    }

    private int size() {
        synchronized (series) {
            return series.size();
        }
    }
}
