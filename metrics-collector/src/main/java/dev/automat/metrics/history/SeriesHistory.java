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
 * The last hour of every series, in memory. A series that was silent for an hour is forgotten. Gets
 * each sample before other listeners do, who may ask it about the app.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SeriesHistory implements SampleListener, PastListener, SeriesWatch, SeriesLife {

    /** Who reported this recently keeps its place, however many others want one. */
    private static final Duration PROTECTED = Duration.ofMinutes(1);

    private final int maxSeries;
    private final BlockBudget budget;
    private final LongAdder refused = new LongAdder();

    /** By name; the first is the one longest silent. Guards itself. */
    private final LinkedHashMap<String, Series> series = new LinkedHashMap<>();

    SeriesHistory(HistoryProperties properties, MeterRegistry meters) {
        this.maxSeries = properties.maxSeries();
        this.budget = new BlockBudget(properties.maxMemory());
        Gauge.builder("automat.metrics.series", this, SeriesHistory::size)
                .description("Series that reported within the last hour")
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
                found = new Series(sample, sample.timestamp(), budget);
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
                forgetSilentFor(Duration.ofSeconds(SeriesRing.SECONDS), receivedAt);
                if (series.size() >= maxSeries && !forgetFirst(PROTECTED, receivedAt)) {
                    return null;
                }
                found = new Series(sample, receivedAt, budget);
            }
            series.putLast(sample.name(), found);
            return found;
        }
    }

    private void forgetSilentFor(Duration silence, Instant now) {
        boolean more = true;
        while (more) {
            more = forgetFirst(silence, now);
        }
    }

    private boolean forgetFirst(Duration silence, Instant now) {
        var first = series.firstEntry();
        if (first == null || first.getValue().lastSeen().plus(silence).isAfter(now)) {
            return false;
        }
        first.getValue().release();
        series.remove(first.getKey());
        return true;
    }

    /** All series, by name. */
    List<Series> all(Instant now) {
        synchronized (series) {
            forgetSilentFor(Duration.ofSeconds(SeriesRing.SECONDS), now);
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
     * @throws UnknownSeriesException when none of that name reported within the last hour
     */
    Series named(String name, Instant now) {
        synchronized (series) {
            forgetSilentFor(Duration.ofSeconds(SeriesRing.SECONDS), now);
            var found = series.get(name);
            if (found == null) {
                throw new UnknownSeriesException(name);
            }
            return found;
        }
    }

    /** Whether one of that name reported within the last hour. */
    boolean isKnown(String name, Instant now) {
        synchronized (series) {
            forgetSilentFor(Duration.ofSeconds(SeriesRing.SECONDS), now);
            return series.containsKey(name);
        }
    }

    private int size() {
        synchronized (series) {
            return series.size();
        }
    }
}
