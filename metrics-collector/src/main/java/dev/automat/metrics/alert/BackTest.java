package dev.automat.metrics.alert;

import dev.automat.metrics.alert.AlertChange.Event;
import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.archive.Track;
import dev.automat.metrics.history.Extremes;
import dev.automat.metrics.history.StoredSeries;
import dev.automat.metrics.history.WatchedSeries;
import dev.automat.metrics.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what is stored as if it happened now, step by step, with the inspector that looks at the
 * present. For one run.
 */
final class BackTest {

    private static final int MAX_ALERTS = 1_000;

    /** As often as the present is looked at. */
    private static final int LEAST_STEP = 5;

    private final StoredSeries stored;
    private final int stepsAtOnce;
    private final @Nullable Track alive;
    private final double patienceInSeconds;
    private final HourWindow resident;
    private final @Nullable HourWindow heap;

    BackTest(StoredSeries stored) {
        this.stored = stored;
        this.stepsAtOnce = Math.ceilDiv(LEAST_STEP, stored.stepInSeconds());
        this.alive = stored.fields().get(Sample.CPU);
        this.patienceInSeconds =
                alive == null ? LEAST_STEP : Math.max(LEAST_STEP, 3 * usualInterval(alive));
        this.resident =
                hours(stored.fields().getOrDefault(Sample.MEM, Track.empty(stored.steps())));
        var leftByCollections = stored.fields().get(WatchedSeries.HEAP);
        this.heap = leftByCollections == null ? null : hours(leftByCollections);
    }

    private HourWindow hours(Track track) {
        return new HourWindow(track, stored.stepInSeconds());
    }

    /** How often the app reported, in seconds: half of its samples came at least so soon. */
    private double usualInterval(Track track) {
        var gaps = new ArrayList<Integer>();
        var counts = new ArrayList<Float>();
        int last = -1;
        for (int step = 0; step < stored.steps(); step++) {
            if (!Float.isNaN(track.count()[step])) {
                gaps.add(step - last);
                counts.add(track.count()[step]);
                last = step;
            }
        }
        if (gaps.isEmpty()) {
            return 0;
        }
        gaps.sort(null);
        counts.sort(null);
        int middle = gaps.size() / 2;
        return (double) gaps.get(middle) * stored.stepInSeconds() / counts.get(middle);
    }

    /** Tells what the rules would have raised; ends early when its thread is interrupted. */
    BackTestResponse run(String name, AlertRules rules) {
        var board = new AlertBoard(MAX_ALERTS);
        var inspector = new Inspector(board, (_, _) -> false);
        long fired = 0;
        long lastSeen = Long.MIN_VALUE;
        for (int end = stepsAtOnce; end <= stored.steps(); end += stepsAtOnce) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Nobody waits for the back-test any more");
            }
            lastSeen = lastValue(end, lastSeen);
            if (lastSeen != Long.MIN_VALUE) {
                var now = instant(end);
                var one = at(name, end, lastSeen);
                inspector.look(one, rules, stepsAtOnce * stored.stepInSeconds(), now);
                fired += count(board, now);
            }
        }
        return new BackTestResponse(
                name,
                instant(0),
                instant(stored.steps()),
                stored.stepInSeconds(),
                fired,
                board.all());
    }

    private static long count(AlertBoard board, Instant now) {
        return board.settle(now).stream().filter(change -> change.event() == Event.RAISED).count();
    }

    private Instant instant(int step) {
        return Instant.ofEpochSecond(second(step));
    }

    private long second(int step) {
        return stored.from() + (long) step * stored.stepInSeconds();
    }

    /** The end of the newest step with a value, which may be one seen before. */
    private long lastValue(int end, long before) {
        for (int step = end - 1; alive != null && step >= end - stepsAtOnce; step--) {
            if (!Float.isNaN(alive.count()[step])) {
                return second(step + 1);
            }
        }
        return before;
    }

    private WatchedSeries at(String name, int end, long lastSeen) {
        return new WatchedSeries(
                name,
                second(end) - lastSeen < patienceInSeconds,
                Instant.ofEpochSecond(lastSeen),
                resident.before(end),
                heap == null ? null : heap.before(end),
                stored.limit(),
                (field, seconds) -> newest(field, end, seconds));
    }

    private @Nullable Extremes newest(String field, int end, int seconds) {
        var track = stored.fields().get(field);
        if (track == null) {
            return null;
        }
        int from = Math.max(0, end - Math.ceilDiv(seconds, stored.stepInSeconds()));
        var least = Extremes.of(Arrays.copyOfRange(track.min(), from, end));
        var greatest = Extremes.of(Arrays.copyOfRange(track.max(), from, end));
        return least == null || greatest == null
                ? null
                : new Extremes(least.least(), greatest.greatest(), greatest.last());
    }
}
