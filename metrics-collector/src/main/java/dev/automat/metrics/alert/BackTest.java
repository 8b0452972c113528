package dev.automat.metrics.alert;

import dev.automat.metrics.alert.AlertChange.Event;
import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.archive.Track;
import dev.automat.metrics.history.Extremes;
import dev.automat.metrics.history.Rhythm;
import dev.automat.metrics.history.StoredSeries;
import dev.automat.metrics.history.WatchedSeries;
import dev.automat.metrics.sample.Sample;
import java.time.Duration;
import java.time.Instant;
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

    private static final long NEVER = Long.MIN_VALUE;

    private final StoredSeries stored;
    private final int stepsAtOnce;
    private final @Nullable Track alive;
    private final Rhythm rhythm = new Rhythm();
    private final HourWindow resident;
    private final @Nullable HourWindow heap;

    /** The end of the newest step with a value, in seconds since the epoch. */
    private long lastSeen = NEVER;

    BackTest(StoredSeries stored) {
        this.stored = stored;
        this.stepsAtOnce = Math.ceilDiv(LEAST_STEP, stored.stepInSeconds());
        this.alive = stored.fields().get(Sample.CPU);
        this.resident =
                hours(stored.fields().getOrDefault(Sample.MEM, Track.empty(stored.steps())));
        var leftByCollections = stored.fields().get(WatchedSeries.HEAP);
        this.heap = leftByCollections == null ? null : hours(leftByCollections);
    }

    private HourWindow hours(Track track) {
        return new HourWindow(track, stored.stepInSeconds());
    }

    /** Tells what the rules would have raised; ends early when its thread is interrupted. */
    BackTestResponse run(String name, AlertRules rules) {
        var board = new AlertBoard(MAX_ALERTS);
        var inspector = new Inspector(board, (_, _) -> false);
        long fired = 0;
        for (int end = stepsAtOnce; end <= stored.steps(); end += stepsAtOnce) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Nobody waits for the back-test any more");
            }
            hear(end);
            if (lastSeen != NEVER) {
                var now = instant(end);
                var one = at(name, end);
                inspector.look(one, rules, stepsAtOnce * stored.stepInSeconds(), now);
                inspector.forgetOthers();
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

    /** Hears what the app reported in the newest steps. */
    private void hear(int end) {
        for (int step = end - stepsAtOnce; alive != null && step < end; step++) {
            float samples = alive.count()[step];
            if (!Float.isNaN(samples)) {
                hear(step, samples);
            }
        }
    }

    private void hear(int step, float samples) {
        boolean isFirst = lastSeen == NEVER;
        long before = isFirst ? second(step) : lastSeen;
        lastSeen = second(step + 1);
        if (!isFirst || samples > 1) {
            long millis = (long) (1_000 * (lastSeen - before) / samples);
            rhythm.learn(Duration.ofMillis(millis));
        }
    }

    private WatchedSeries at(String name, int end) {
        var seen = Instant.ofEpochSecond(lastSeen);
        var patience = rhythm.patience();
        return new WatchedSeries(
                name,
                instant(end).isBefore(seen.plus(patience)),
                seen,
                rhythm.isKnown() ? patience : null,
                resident.before(end),
                heap == null ? null : heap.before(end),
                stored.limit(),
                this::newest);
    }

    /** What a field did in the last seconds in which the app was seen. */
    private @Nullable Extremes newest(String field, int seconds) {
        var track = stored.fields().get(field);
        if (track == null) {
            return null;
        }
        int end = (int) ((lastSeen - stored.from()) / stored.stepInSeconds());
        int from = Math.max(0, end - Math.ceilDiv(seconds, stored.stepInSeconds()));
        var least = Extremes.of(Arrays.copyOfRange(track.min(), from, end));
        var greatest = Extremes.of(Arrays.copyOfRange(track.max(), from, end));
        return least == null || greatest == null
                ? null
                : new Extremes(least.least(), greatest.greatest(), greatest.last());
    }
}
