package dev.automat.metrics.history;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleParser;
import dev.automat.metrics.sample.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one series. Safe for several threads. */
final class Series {

    private static final int MAX_SENDERS = 16;

    /** Who is late is kept a while longer, for those who tell that it fell silent. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final String name;
    private final SeriesRing ring;
    private final Rhythm rhythm;
    private final LinkedHashMap<Long, Instant> senders = new LinkedHashMap<>();
    private Sample last;
    private long lastSecond;
    private Instant lastSeen;
    private boolean released;

    /**
     * Begins with its first sample, which is not yet recorded.
     *
     * @param rhythm what is known of how often it reports
     */
    Series(Sample first, Instant receivedAt, BlockBudget budget, Rhythm rhythm) {
        this.name = first.name();
        this.ring = new SeriesRing(SampleParser.MAX_FIELDS, budget);
        this.rhythm = rhythm;
        this.last = first;
        this.lastSecond = first.second(receivedAt);
        this.lastSeen = receivedAt;
    }

    String name() {
        return name;
    }

    /** Records a sample and says whether all of it found room. */
    synchronized boolean record(Sample sample, Sender sender, Instant receivedAt) {
        if (released) {
            // Forgotten between being found and now; its next sample begins it anew.
            return false;
        }
        rhythm.heard(receivedAt);
        last = sample;
        lastSecond = sample.second(receivedAt);
        lastSeen = receivedAt;
        remember(sender, receivedAt);
        return ring.write(lastSecond, sample.curves());
    }

    private void remember(Sender sender, Instant receivedAt) {
        // Put again at the end, so that the first is the one longest silent.
        senders.remove(sender.id());
        senders.put(sender.id(), receivedAt);
        if (senders.size() > MAX_SENDERS) {
            senders.pollFirstEntry();
        }
    }

    /** The newest sample. */
    synchronized Sample last() {
        return last;
    }

    /** Whether the app reports as often as it used to; of a new one, within five seconds. */
    synchronized boolean isAlive(Instant now) {
        return isAliveAt(lastSeen, now);
    }

    /** Records what was known before a restart; what came since then counts more. */
    synchronized void restore(Sample sample) {
        if (!sample.timestamp().isBefore(last.timestamp())) {
            last = sample;
        }
        if (sample.timestamp().isAfter(lastSeen)) {
            lastSecond = sample.timestamp().getEpochSecond();
            lastSeen = sample.timestamp();
        }
        if (!released) {
            rhythm.heard(sample.timestamp());
            ring.write(sample.timestamp().getEpochSecond(), sample.curves());
        }
    }

    synchronized Instant lastSeen() {
        return lastSeen;
    }

    /** Whether it is of no use any more: no value of it is left, and it is silent or unknown. */
    synchronized boolean isForgettable(Instant now) {
        var values = Duration.ofSeconds(SeriesRing.SECONDS);
        var patience = rhythm.patience().plus(LATE);
        var kept = patience.compareTo(values) > 0 ? patience : values;
        return !lastSeen.plus(kept).isAfter(now);
    }

    /**
     * Describes the series.
     *
     * @param points how many seconds back from now to show; 0 for none
     */
    synchronized SeriesResponse describe(int points, Instant now) {
        long from = now.getEpochSecond() - points + 1;
        var further = new LinkedHashMap<String, Points>();
        for (var field : ring.fields()) {
            if (points > 0 && !field.equals(Sample.CPU) && !field.equals(Sample.MEM)) {
                further.put(field, new Points(ring.read(field, from, points)));
            }
        }
        return new SeriesResponse(
                name,
                SeriesResponse.Last.of(last),
                lastSeen,
                isAliveAt(lastSeen, now),
                (int) senders.values().stream().filter(seen -> isAliveAt(seen, now)).count(),
                new Seconds(from, 1, points),
                new Points(ring.read(Sample.CPU, from, points)),
                new Points(ring.read(Sample.MEM, from, points)),
                further);
    }

    private boolean isAliveAt(Instant seen, Instant now) {
        return seen.plus(rhythm.patience()).isAfter(now);
    }

    /** The values of consecutive seconds, by field. */
    synchronized Map<String, float[]> read(long from, int seconds) {
        var fields = new LinkedHashMap<String, float[]>();
        for (var field : ring.fields()) {
            fields.put(field, ring.read(field, from, seconds));
        }
        return fields;
    }

    synchronized WatchedSeries watched(Instant now) {
        long from = now.getEpochSecond() - SeriesRing.SECONDS + 1;
        boolean hasHeap = last.fields().containsKey(WatchedSeries.HEAP);
        return new WatchedSeries(
                name,
                isAliveAt(lastSeen, now),
                lastSeen,
                rhythm.isKnown() ? rhythm.patience() : null,
                ring.read(Sample.MEM, from, SeriesRing.SECONDS),
                hasHeap ? ring.read(WatchedSeries.HEAP, from, SeriesRing.SECONDS) : null,
                last.fields().getOrDefault(hasHeap ? "heap_limit" : "mem_limit", Double.NaN),
                this::newest);
    }

    private synchronized @Nullable Extremes newest(String field, int seconds) {
        int count = Math.min(seconds, SeriesRing.SECONDS);
        return Extremes.of(ring.read(field, lastSecond - count + 1, count));
    }

    /** Ends it and gives back what is known of how often it reports. */
    synchronized Rhythm release() {
        released = true;
        ring.release();
        return rhythm;
    }
}
