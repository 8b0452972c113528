package dev.automat.metrics.alert;

import dev.automat.metrics.alert.rule.RulesFile;
import dev.automat.metrics.history.SeriesWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** Samples are not on their way for equally long, so a look goes back a little further. */
    private static final int OVERLAP_SECONDS = 2;

    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);

    private final SeriesWatch series;
    private final Clock clock;
    private final AlertStore store;
    private final List<AlertListener> listeners;
    private final RulesFile rules;
    private final AlertBoard board = new AlertBoard();
    private final Mutes mutes = new Mutes();
    private final Inspector inspector = new Inspector(board, mutes::cover);
    private volatile @Nullable ScheduledExecutorService timer;
    private @Nullable Instant lastLook;
    private long savedVersion;

    AlertWatch(
            SeriesWatch series,
            Clock clock,
            AlertStore store,
            List<AlertListener> listeners,
            AlertProperties properties) {
        this.series = series;
        this.clock = clock;
        this.store = store;
        this.listeners = List.copyOf(listeners);
        this.rules = new RulesFile(properties.rulesFile());
    }

    AlertBoard board() {
        return board;
    }

    Mutes mutes() {
        return mutes;
    }

    RulesFile rules() {
        return rules;
    }

    @Override
    public void start() {
        var now = clock.instant();
        restore(now);
        inspector.listensSince(now);
        var started =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("metrics-alerts").daemon().factory());
        timer = started;
        var _ =
                started.scheduleWithFixedDelay(
                        this::lookSafely, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void restore(Instant now) {
        var state = store.load();
        board.restore(state.alerts(), now);
        state.mutes().forEach(mute -> mutes.add(mute, now));
        savedVersion = version();
    }

    private void lookSafely() {
        try {
            rules.refresh();
            look(clock.instant());
        } catch (RuntimeException e) {
            log.error("Alerts could not be looked for", e);
        }
    }

    /** Looks once; for the watch's own thread. */
    void look(Instant now) {
        var inForce = rules.rules();
        int seconds = secondsSinceLastLook(now) + OVERLAP_SECONDS;
        lastLook = now;
        series.forEachSeries(now, one -> inspector.look(one, inForce, seconds, now));
        inspector.lookForGone(inForce.silence(), now);
        inspector.forgetOthers();
        board.settle(now).forEach(change -> listeners.forEach(one -> one.changed(change)));
        save(now);
    }

    private int secondsSinceLastLook(Instant now) {
        var before = lastLook;
        if (before == null || now.isBefore(before)) {
            return SECONDS;
        }
        return (int) Math.min(Duration.between(before, now).toSeconds(), 60);
    }

    private void save(Instant now) {
        if (version() != savedVersion) {
            savedVersion = version();
            store.save(new AlertStore.State(board.all(), mutes.all(now)));
        }
    }

    private long version() {
        return board.version() + mutes.version();
    }

    @Override
    public void stop() {
        var running = timer;
        timer = null;
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            if (running.awaitTermination(CLOSING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                save(clock.instant());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
