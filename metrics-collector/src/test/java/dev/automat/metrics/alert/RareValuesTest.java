package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.alert.rule.Threshold;
import dev.automat.metrics.history.Extremes;
import dev.automat.metrics.history.WatchedSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Thresholds of an app that is looked at far more often than it reports. */
class RareValuesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STEP = 5;
    private static final AlertRules NO_RULES =
            AlertRules.only(new Threshold("none", "x", "x", 1.0, null, null, Duration.ZERO));

    private final AlertBoard board = new AlertBoard();
    private final Inspector inspector = new Inspector(board, (_, _) -> false);
    private final List<AlertChange.Event> changes = new ArrayList<>();
    private Instant lastSeen = NOW;
    private float value = Float.NaN;
    private float halfAMinuteBefore = Float.NaN;
    private int second;

    @Test
    void anAlertLastsFromSampleToSample() {
        report(above(0), 95, 60);
        report(above(0), 96, 60);
        assertThat(changes).containsExactly(AlertChange.Event.RAISED);

        report(above(0), 20, 40);

        assertThat(changes).containsExactly(AlertChange.Event.RAISED, AlertChange.Event.OVER);
    }

    @Test
    void oneSampleHoldsForNoTime() {
        report(above(30), 95, 60);
        report(above(30), 20, 60);
        report(above(30), 95, 60);
        assertThat(changes).isEmpty();

        report(above(30), 95, 5);

        assertThat(changes).containsExactly(AlertChange.Event.RAISED);
    }

    @Test
    void allThatComesAtOnceCounts() {
        report(above(0), 20, 60);
        halfAMinuteBefore = 95;

        report(above(0), 20, 60);

        assertThat(changes).contains(AlertChange.Event.RAISED);
    }

    @Test
    void whatWasLookedAtDoesNotCountAgain() {
        report(above(0), 20, 20);
        halfAMinuteBefore = 95;

        report(above(0), 20, 20);

        assertThat(changes).isEmpty();
    }

    @Test
    void anAlertEndsWithTheAppAndWithTheField() {
        report(above(0), 95, 60);
        lookOn(above(0), 200, false);
        assertThat(changes).containsExactly(AlertChange.Event.RAISED, AlertChange.Event.OVER);

        report(above(0), 95, 60);
        changes.clear();
        report(above(0), Float.NaN, 60);

        assertThat(changes).containsExactly(AlertChange.Event.OVER);
    }

    @Test
    void whatWaitedBeforeASilenceBeginsAnew() {
        report(above(300), 95, 60);
        lookOn(above(300), 360, false);
        report(above(300), 95, 60);

        assertThat(changes).isEmpty();
    }

    @Test
    void whatWaitedForARuleThatWasRemovedOrChangedBeginsAnew() {
        report(above(300), 95, 60);
        report(NO_RULES, 95, 360);
        report(above(300), 95, 60);
        assertThat(changes).isEmpty();

        report(above(120), 95, 60);

        assertThat(changes).isEmpty();
    }

    @Test
    void whatIsKnownFromBeforeARestartIsNoNews() {
        inspector.listensSince(NOW.plusSeconds(10));

        report(above(0), 95, 60);

        assertThat(changes).isEmpty();
    }

    @Test
    void anAlertFromBeforeARestartLastsUntilTheNextSample() {
        var before =
                new Cause("red", Alert.THRESHOLD, "busy").alert(NOW.minusSeconds(9), "", false);
        board.restore(List.of(before), NOW);
        inspector.listensSince(NOW.plusSeconds(10));
        report(above(0), 95, 60);
        assertThat(changes).isEmpty();

        report(above(0), 20, 60);

        assertThat(changes).containsExactly(AlertChange.Event.OVER);
    }

    private static AlertRules above(int held) {
        var rule = new Threshold("busy", "*", "cpu", 90.0, null, null, Duration.ofSeconds(held));
        return AlertRules.only(rule);
    }

    /** Reports once and looks for some seconds. */
    private void report(AlertRules rules, float newest, int seconds) {
        lastSeen = NOW.plusSeconds(second);
        value = newest;
        lookOn(rules, seconds, true);
    }

    private void lookOn(AlertRules rules, int seconds, boolean isAlive) {
        for (int end = second + seconds; second < end; second += STEP) {
            var now = NOW.plusSeconds(second);
            inspector.look(series(isAlive), rules, 7, now);
            inspector.forgetOthers();
            board.settle(now).forEach(change -> changes.add(change.event()));
        }
    }

    private WatchedSeries series(boolean isAlive) {
        var memory = new float[] {1};
        return new WatchedSeries(
                "red", isAlive, lastSeen, PATIENCE, memory, null, Double.NaN, this::newest);
    }

    private @Nullable Extremes newest(String field, int seconds) {
        if (!field.equals("cpu")) {
            return null;
        }
        return Extremes.of(new float[] {seconds > 30 ? halfAMinuteBefore : Float.NaN, value});
    }
}
