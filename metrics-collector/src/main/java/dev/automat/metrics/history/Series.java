package dev.automat.metrics.history;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleParser;
import dev.automat.metrics.sample.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;

/** What is known of one series. Safe for several threads. */
final class Series {

    /** Facts about the process, which no one wants as a curve. */
    private static final Set<String> NOT_DRAWN = Set.of("seq", "pid", "mem_limit");

    private static final int MAX_FIELDS = SampleParser.MAX_FURTHER_FIELDS + 2;
    private static final int MAX_SENDERS = 16;
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(2);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

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
        this.ring = new SeriesRing(MAX_FIELDS, budget);
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
        var drawn = new LinkedHashMap<>(sample.fields());
        drawn.keySet().removeAll(NOT_DRAWN);
        return ring.write(secondOf(sample.timestamp(), receivedAt), drawn);
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

    /**
     * The app's own time, so that what waited on its way fills the right place; ours when its clock
     * cannot be meant.
     */
    private static long secondOf(Instant timestamp, Instant receivedAt) {
        boolean isPlausible =
                !timestamp.isAfter(receivedAt.plus(CLOCK_TOLERANCE))
                        && timestamp.isAfter(receivedAt.minusSeconds(SeriesRing.SECONDS));
        return (isPlausible ? timestamp : receivedAt).getEpochSecond();
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
                new Seconds(from, points),
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

    synchronized RangeResponse read(TimeRange range) {
        var fields = new LinkedHashMap<String, Points>();
        for (var field : ring.fields()) {
            fields.put(field, new Points(ring.read(field, range.from(), range.seconds())));
        }
        return new RangeResponse(name, new Seconds(range.from(), range.seconds()), fields);
    }

    synchronized void release() {
        released = true;
        ring.release();
    }
}
