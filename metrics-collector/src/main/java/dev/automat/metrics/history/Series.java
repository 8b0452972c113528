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
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(2);

    private final String name;
    private final SeriesRing ring;
    private final LinkedHashMap<Long, Instant> senders = new LinkedHashMap<>();
    private Sample last;
    private Instant lastSeen;
    private Duration interval = Duration.ZERO;
    private boolean released;

    /** Begins with its first sample, which is not yet recorded. */
    Series(Sample first, Instant receivedAt, BlockBudget budget) {
        this.name = first.name();
        this.ring = new SeriesRing(SampleParser.MAX_FIELDS, budget);
        this.last = first;
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
        learnInterval(Duration.between(lastSeen, receivedAt));
        last = sample;
        lastSeen = receivedAt;
        remember(sender, receivedAt);
        return ring.write(sample.second(receivedAt), sample.curves());
    }

    /** Several samples at once, as after a pause, say nothing about how often the app reports. */
    private void learnInterval(Duration pause) {
        if (pause.toMillis() < 50 || pause.compareTo(LONGEST_INTERVAL) > 0) {
            return;
        }
        interval = interval.isZero() ? pause : interval.multipliedBy(3).plus(pause).dividedBy(4);
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

    /** Whether the app reports as often as it used to. */
    synchronized boolean isAlive(Instant now) {
        return isAliveAt(lastSeen, now);
    }

    /** Records what was known before a restart; what came since then counts more. */
    synchronized void restore(Sample sample) {
        if (!sample.timestamp().isBefore(last.timestamp())) {
            last = sample;
        }
        if (sample.timestamp().isAfter(lastSeen)) {
            lastSeen = sample.timestamp();
        }
        if (!released) {
            ring.write(sample.timestamp().getEpochSecond(), sample.curves());
        }
    }

    synchronized Instant lastSeen() {
        return lastSeen;
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

    /** Alive is who is not late by more than two of its usual intervals. */
    private boolean isAliveAt(Instant seen, Instant now) {
        var patience = interval.multipliedBy(3);
        if (patience.compareTo(LEAST_PATIENCE) < 0) {
            patience = LEAST_PATIENCE;
        }
        return seen.plus(patience).isAfter(now);
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
                ring.read(Sample.MEM, from, SeriesRing.SECONDS),
                hasHeap ? ring.read(WatchedSeries.HEAP, from, SeriesRing.SECONDS) : null,
                last.fields().getOrDefault(hasHeap ? "heap_limit" : "mem_limit", Double.NaN),
                (field, seconds) -> newest(field, seconds, now));
    }

    private synchronized @Nullable Extremes newest(String field, int seconds, Instant now) {
        int count = Math.min(seconds, SeriesRing.SECONDS);
        return Extremes.of(ring.read(field, now.getEpochSecond() - count + 1, count));
    }

    synchronized void release() {
        released = true;
        ring.release();
    }
}
