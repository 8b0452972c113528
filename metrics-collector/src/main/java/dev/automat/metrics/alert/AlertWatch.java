package dev.automat.metrics.alert;

import dev.automat.metrics.alert.Growth.Leak;
import dev.automat.metrics.history.SeriesWatch;
import dev.automat.metrics.history.WatchedSeries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks at every series each five seconds, on the thread {@code metrics-alerts}. */
@Component
final class AlertWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AlertWatch.class);
    private static final int SECONDS = 5;
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final SeriesWatch series;
    private final Clock clock;
    private final AlertBoard board = new AlertBoard();
    private final Map<String, Double> highest = new HashMap<>();
    private volatile @Nullable ScheduledExecutorService timer;

    AlertWatch(SeriesWatch series, Clock clock) {
        this.series = series;
        this.clock = clock;
    }

    AlertBoard board() {
        return board;
    }

    @Override
    public void start() {
        var started =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("metrics-alerts").daemon().factory());
        timer = started;
        var _ =
                started.scheduleWithFixedDelay(
                        this::lookSafely, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void lookSafely() {
        try {
            look(clock.instant());
        } catch (RuntimeException e) {
            log.error("Alerts could not be looked for", e);
        }
    }

    /** Looks once; for the watch's own thread. */
    void look(Instant now) {
        Set<String> known = new HashSet<>();
        series.forEachSeries(
                now,
                one -> {
                    known.add(one.name());
                    look(one, now);
                });
        highest.keySet().retainAll(known);
        board.settle(known, now);
    }

    private void look(WatchedSeries one, Instant now) {
        if (!one.isAlive() && one.lastSeen().plus(SILENCE).isBefore(now)) {
            board.raise(one.name(), Alert.SILENCE, "Silent since " + one.lastSeen(), now);
            return;
        }
        var heap = one.heap();
        var judged = heap == null ? one.resident() : heap;
        // What leaves the hour now was the highest before it, or not.
        double before = highest.merge(one.name(), (double) judged[0], AlertWatch::higher);
        if (LeakJudge.judge(one.resident(), heap, one.limit(), before) instanceof Leak leak) {
            board.raise(one.name(), Alert.LEAK, text(leak), now);
        }
    }

    private static double higher(double one, double other) {
        return one >= other || Double.isNaN(other) ? one : other;
    }

    private static String text(Leak leak) {
        var latest = leak.latest();
        return String.format(
                Locale.ROOT,
                "Grows by %.2f MiB a minute: out of memory in %s (%s to %s)",
                leak.mebibytesPerMinute(),
                minutes(leak.left()),
                minutes(leak.soonest()),
                latest == null ? "never" : minutes(latest));
    }

    private static String minutes(Duration time) {
        return time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
    }

    @Override
    public void stop() {
        var running = timer;
        timer = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
