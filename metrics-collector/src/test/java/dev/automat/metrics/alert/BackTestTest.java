package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.alert.rule.Threshold;
import dev.automat.metrics.archive.Track;
import dev.automat.metrics.history.StoredSeries;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class BackTestTest {

    private static final int WEEK_OF_MINUTES = 7 * 24 * 60;
    private static final long FROM = 1_767_225_600; // 2026-01-01T00:00:00Z

    @Test
    void tellsHowOftenAThresholdWouldHaveFiredLastWeek() {
        var stored =
                stored(60, WEEK_OF_MINUTES, i -> i % 3_600 >= 1_000 && i % 3_600 < 1_010 ? 95 : 20);

        var found = new BackTest(stored).run("red", above(90, Duration.ofMinutes(5)));

        assertThat(found.fired()).isEqualTo(3);
        assertThat(found.stepInSeconds()).isEqualTo(60);
        assertThat(found.alerts()).hasSize(3).allMatch(alert -> alert.until() != null);
        assertThat(found.alerts().getLast().since().getEpochSecond())
                .isBetween(FROM + 1_000 * 60, FROM + 1_010 * 60);
    }

    @Test
    void whatDidNotHoldLongEnoughDidNotFire() {
        var stored = stored(60, WEEK_OF_MINUTES, i -> i % 3_600 == 1_000 ? 95 : 20);

        assertThat(new BackTest(stored).run("red", above(90, Duration.ofMinutes(5))).fired())
                .isZero();
        assertThat(new BackTest(stored).run("red", above(90, Duration.ZERO)).fired()).isEqualTo(3);
    }

    @Test
    void looksAtSecondsAsOftenAsAtThePresent() {
        var stored = stored(1, 300, i -> i == 123 ? 95 : 20);

        assertThat(new BackTest(stored).run("red", above(90, Duration.ZERO)).fired()).isEqualTo(1);
    }

    @Test
    void whatAnAppSaysEachMinuteHoldsUntilTheNext() {
        var always = stored(1, 3_600, i -> i % 60 == 0 ? 95 : -1);
        var once = stored(1, 3_600, i -> i % 60 == 0 ? (i == 600 ? 95 : 20) : -1);

        assertThat(new BackTest(always).run("red", above(90, Duration.ZERO)).fired()).isEqualTo(1);
        assertThat(new BackTest(always).run("red", above(90, Duration.ofMinutes(5))).fired())
                .isEqualTo(1);
        assertThat(new BackTest(once).run("red", above(90, Duration.ofSeconds(30))).fired())
                .isZero();
    }

    @Test
    void anAppThatWasSilentForAWhileWouldHaveBeenNamed() {
        var stored = stored(10, 360, i -> i >= 100 && i < 120 ? -1 : 20);

        var found = new BackTest(stored).run("red", AlertRules.defaults());

        assertThat(found.alerts())
                .singleElement()
                .matches(alert -> alert.kind().equals(Alert.SILENCE))
                .matches(alert -> alert.until() != null);
    }

    @Test
    void anAppThatReportsRarelyWasNotSilent() {
        var stored = stored(1, 3_600, i -> i % 60 == 0 ? 20 : -1);

        assertThat(new BackTest(stored).run("red", AlertRules.defaults()).fired()).isZero();
    }

    @Test
    void whoReportedOnceWasNotSilent() {
        var stored = stored(1, 3_600, i -> i == 20 ? 20 : -1);

        assertThat(new BackTest(stored).run("red", AlertRules.defaults()).fired()).isZero();
    }

    @Test
    void aLeakThatWasStoredByTheMinuteWouldHaveBeenNamed() {
        int steps = 300;
        var mem = Track.empty(steps);
        var cpu = Track.empty(steps);
        for (int i = 0; i < steps; i++) {
            mem.set(i, 100 + i);
            cpu.set(i, 1);
        }
        var stored = new StoredSeries(FROM, 60, steps, Map.of("cpu", cpu, "mem", mem), 600);

        var found = new BackTest(stored).run("blue", AlertRules.defaults());

        assertThat(found.alerts())
                .singleElement()
                .matches(alert -> alert.kind().equals(Alert.LEAK));
    }

    @Test
    void nothingStoredIsNothingFound() {
        var stored = new StoredSeries(FROM, 1, 100, Map.of(), Double.NaN);

        assertThat(new BackTest(stored).run("red", AlertRules.defaults()).fired()).isZero();
    }

    private static AlertRules above(double limit, Duration held) {
        return AlertRules.only(new Threshold("trial", "*", "cpu", limit, null, null, held));
    }

    /** Values by step; a negative one is none. */
    private static StoredSeries stored(int step, int steps, IntUnaryOperator values) {
        var cpu = Track.empty(steps);
        for (int i = 0; i < steps; i++) {
            int value = values.applyAsInt(i);
            cpu.set(i, value < 0 ? Float.NaN : value);
        }
        return new StoredSeries(FROM, step, steps, Map.of("cpu", cpu), Double.NaN);
    }
}
