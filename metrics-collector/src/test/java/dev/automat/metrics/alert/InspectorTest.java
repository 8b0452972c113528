package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.alert.rule.Threshold;
import dev.automat.metrics.history.Extremes;
import dev.automat.metrics.history.WatchedSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InspectorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AlertBoard board = new AlertBoard();
    private final Inspector inspector = new Inspector(board, (_, _) -> false);

    @Test
    void oneValuePastALimitIsEnoughWhenNothingMustHold() {
        look(above(90, null, 0), 0, 10, 91);

        assertThat(board.all())
                .singleElement()
                .matches(alert -> alert.kind().equals("threshold") && alert.rule().equals("busy"))
                .matches(alert -> alert.text().equals("cpu is 91, above 90"));
    }

    @Test
    void theLimitItselfIsNotPastIt() {
        look(above(90, null, 0), 0, 10, 90);

        assertThat(board.all()).isEmpty();
    }

    @Test
    void whatMustHoldIsRaisedOnlyAfterItHeld() {
        var rule = above(90, null, 10);

        look(rule, 0, 91, 99);
        look(rule, 5, 91, 99);
        assertThat(board.all()).isEmpty();
        look(rule, 10, 91, 99);

        assertThat(board.all()).hasSize(1);
    }

    @Test
    void oneGoodValueBeginsTheTimeAnew() {
        var rule = above(90, null, 10);

        look(rule, 0, 91, 99);
        look(rule, 5, 89, 99);
        look(rule, 10, 91, 99);
        look(rule, 15, 91, 99);

        assertThat(board.all()).isEmpty();
    }

    @Test
    void anAlertLastsUntilTheValueIsBackOnTheGoodSide() {
        var rule = above(90, 80.0, 0);

        look(rule, 0, 95, 95);
        look(rule, 40, 85, 85);
        look(rule, 80, 81, 85);
        assertThat(board.all()).singleElement().matches(alert -> alert.until() == null);
        look(rule, 115, 70, 80);

        assertThat(board.all()).singleElement().matches(alert -> alert.until() != null);
    }

    @Test
    void aLowerLimitWorksTheOtherWayRound() {
        var rule =
                AlertRules.only(new Threshold("idle", "*", "cpu", null, 1.0, 2.0, Duration.ZERO));

        look(rule, 0, 0.5f, 50);
        look(rule, 40, 1.5f, 50);
        assertThat(board.all()).singleElement().matches(alert -> alert.until() == null);
        look(rule, 75, 2, 50);

        assertThat(board.all()).singleElement().matches(alert -> alert.until() != null);
    }

    @Test
    void onlyTheFieldAndTheAppsThatAreMeantAreLookedAt() {
        var rules =
                AlertRules.only(
                        new Threshold("deep", "blue*", "queue", 1.0, null, null, Duration.ZERO));

        look(rules, 0, 100, 100);

        assertThat(board.all()).isEmpty();
    }

    @Test
    void silenceThatIsExceptedIsNoCause() {
        var silent =
                new WatchedSeries(
                        "batch-7",
                        false,
                        NOW.minusSeconds(600),
                        PATIENCE,
                        new float[] {1},
                        null,
                        Double.NaN,
                        (_, _) -> null);
        var rules =
                new AlertRules(
                        new AlertRules.Silence(true, Duration.ofSeconds(15), List.of("batch-*")),
                        AlertRules.defaults().leak(),
                        List.of());

        inspector.look(silent, rules, 7, NOW);
        assertThat(board.all()).isEmpty();
        inspector.look(silent, AlertRules.defaults(), 7, NOW);

        assertThat(board.all()).hasSize(1);
    }

    @Test
    void whoIsLateButNotKnownToBeSoIsNotSilent() {
        inspector.look(silent(NOW.minusSeconds(600), null), AlertRules.defaults(), 7, NOW);

        assertThat(board.all()).isEmpty();
    }

    @Test
    void whoseSamplesNobodyCouldHearIsNotSilent() {
        var patience = Duration.ofMinutes(3);
        inspector.listensSince(NOW);

        look(silent(NOW.minusSeconds(600), patience), 179);
        assertThat(board.all()).isEmpty();
        look(silent(NOW.minusSeconds(600), patience), 180);

        assertThat(board.all()).hasSize(1);
    }

    @Test
    void aSilenceFromBeforeARestartLastsUntilTheAppIsHeard() {
        var before = new Cause("red", Alert.SILENCE).alert(NOW.minusSeconds(300), "Silent", false);
        board.restore(List.of(before), NOW);
        inspector.listensSince(NOW);

        for (int second = 0; second < 60; second += 5) {
            look(silent(NOW.minusSeconds(600), null), second);
        }
        assertThat(board.all()).singleElement().matches(alert -> alert.until() == null);
        for (int second = 60; second < 100; second += 5) {
            look(silent(NOW.plusSeconds(60), null), second);
        }

        assertThat(board.all()).singleElement().matches(alert -> alert.until() != null);
    }

    @Test
    void theSilenceOfAnAppThatIsGoneEndsWithItsRule() {
        var except = new AlertRules.Silence(true, Duration.ofSeconds(15), List.of("r*"));
        board.raise(new Cause("red", Alert.SILENCE), "Silent", false, NOW);

        inspector.lookForGone(AlertRules.defaults().silence(), NOW.plusSeconds(40));
        board.settle(NOW.plusSeconds(40));
        assertThat(board.all()).singleElement().matches(alert -> alert.until() == null);
        inspector.lookForGone(except, NOW.plusSeconds(80));
        board.settle(NOW.plusSeconds(80));

        assertThat(board.all()).singleElement().matches(alert -> alert.until() != null);
    }

    private void look(WatchedSeries one, int second) {
        var now = NOW.plusSeconds(second);
        inspector.look(one, AlertRules.defaults(), 7, now);
        board.settle(now);
    }

    private static WatchedSeries silent(Instant lastSeen, @Nullable Duration patience) {
        return new WatchedSeries(
                "red",
                false,
                lastSeen,
                patience,
                new float[] {1},
                null,
                Double.NaN,
                (_, _) -> null);
    }

    private static AlertRules above(double limit, @Nullable Double until, int held) {
        return AlertRules.only(
                new Threshold("busy", "r*", "cpu", limit, null, until, Duration.ofSeconds(held)));
    }

    private void look(AlertRules rules, int second, float least, float greatest) {
        var now = NOW.plusSeconds(second);
        var values = Map.of("cpu", new Extremes(least, greatest, greatest));
        inspector.look(
                new WatchedSeries(
                        "red",
                        true,
                        now,
                        PATIENCE,
                        new float[] {1},
                        null,
                        Double.NaN,
                        (field, _) -> values.get(field)),
                rules,
                7,
                now);
        board.settle(now);
    }
}
