package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.history.WatchedSeries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AlertWatchTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final AlertProperties.Webhook NOBODY =
            new AlertProperties.Webhook(
                    null, null, Duration.ofSeconds(1), 1, Duration.ofSeconds(1));

    private final List<WatchedSeries> series = new ArrayList<>();
    private final List<AlertChange> heard = new ArrayList<>();
    private final AlertWatch watch =
            new AlertWatch(
                    (_, watcher) -> series.forEach(watcher),
                    Clock.systemUTC(),
                    new AlertStore(() -> null, new JsonMapper()),
                    List.of(heard::add),
                    new AlertProperties(null, NOBODY));

    @Test
    void anAppThatFellSilentIsNamedUntilItIsBackForAWhile() {
        show(steady("red", false));
        watch.look(NOW);
        show(steady("red", true));
        watch.look(NOW.plusSeconds(20));
        assertThat(current()).extracting(Alert::kind).containsExactly(Alert.SILENCE);

        watch.look(NOW.plusSeconds(40));

        assertThat(current()).isEmpty();
        var past = watch.board().all().getFirst();
        assertThat(past.since()).isEqualTo(NOW);
        assertThat(past.until()).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void aLeakIsNamedWithItsRateAndTimeLeft() {
        var heap = new float[3_600];
        Arrays.fill(heap, Float.NaN);
        for (int i = 3_450; i < heap.length; i++) {
            heap[i] = 10 + 0.02f * (i - 3_450);
        }
        show(
                new WatchedSeries(
                        "blue", true, NOW, PATIENCE, heap.clone(), heap, 23, (_, _) -> null));

        watch.look(NOW);

        assertThat(current())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.series()).isEqualTo("blue");
                    assertThat(alert.kind()).isEqualTo(Alert.LEAK);
                    assertThat(alert.text()).contains("1.20 MiB a minute", "min (");
                });
    }

    @Test
    void whatLastsIsOneAlert() {
        show(steady("red", false));

        watch.look(NOW);
        watch.look(NOW.plusSeconds(5));

        assertThat(watch.board().all()).hasSize(1);
    }

    @Test
    void aSteadyAppIsNoCause() {
        show(steady("red", true));

        watch.look(NOW);

        assertThat(watch.board().all()).isEmpty();
    }

    @Test
    void pastAlertsAreBounded() {
        for (int i = 0; i < AlertBoard.MAX_PAST + 10; i++) {
            show(steady("app" + i, false));
            series.add(steady("app" + (i - 1), true));
            watch.look(NOW.plusSeconds(31L * i));
        }

        assertThat(watch.board().all()).hasSize(AlertBoard.MAX_PAST + 1);
    }

    @Test
    void anAppThatNobodyKnowsAnyMoreIsStillSilent() {
        show(steady("red", false));
        watch.look(NOW);
        series.clear();
        lookOn(3_600);
        assertThat(current()).extracting(Alert::series).containsExactly("red");
        assertThat(heard).hasSize(1);

        show(steady("red", true));
        watch.look(NOW.plusSeconds(3_640));

        assertThat(current()).isEmpty();
    }

    @Test
    void aSilenceFromBeforeARestartLastsThoughNobodyKnowsTheApp() {
        var before = new Alert("red", "silence", "silence", NOW, null, "Silent", false);
        watch.board().restore(List.of(before), NOW);

        lookOn(600);

        assertThat(current()).containsExactly(before);
        assertThat(heard).isEmpty();
    }

    @Test
    void anAppThatIsGoneCanBeMuted() {
        show(steady("red", false));
        watch.look(NOW);
        series.clear();
        watch.mutes().add(new Mute("1", "red", "*", NOW.plusSeconds(600), ""), NOW);

        lookOn(60);

        assertThat(current()).singleElement().matches(Alert::muted);
    }

    @Test
    void alertsOfAppsThatAreGoneAreBoundedAndLeaveRoomForOthers() {
        var before = new ArrayList<Alert>();
        for (int i = 0; i < 900; i++) {
            var since = NOW.minusSeconds(i);
            before.add(new Alert("app" + i, "silence", "silence", since, null, "", false));
        }
        watch.board().restore(before, NOW);

        lookOn(60);

        assertThat(current()).hasSize(500).contains(before.getFirst());
        assertThat(current()).doesNotContain(before.getLast());
    }

    @Test
    void whatIsDismissedIsOverAndComesAgainOnlyAfterItWasGone() {
        show(steady("red", false));
        watch.look(NOW);
        assertThat(watch.board().dismiss("red", "silence", NOW)).isTrue();
        assertThat(watch.board().dismiss("red", "silence", NOW)).isFalse();

        lookOn(600);
        assertThat(current()).isEmpty();
        assertThat(watch.board().all()).singleElement().matches(alert -> NOW.equals(alert.until()));
        show(steady("red", true));
        watch.look(NOW.plusSeconds(640));
        show(steady("red", false));
        watch.look(NOW.plusSeconds(700));

        assertThat(heard)
                .extracting(change -> change.event().name())
                .containsExactly("RAISED", "OVER", "RAISED");
    }

    @Test
    void whatIsDismissedAndGoneIsForgotten() {
        show(steady("red", false));
        watch.look(NOW);
        series.clear();
        watch.board().dismiss("red", "silence", NOW);

        lookOn(60);
        show(steady("red", false));
        watch.look(NOW.plusSeconds(65));

        assertThat(current()).hasSize(1);
    }

    private void lookOn(int seconds) {
        for (int second = 0; second <= seconds; second += 5) {
            watch.look(NOW.plusSeconds(second));
        }
    }

    @Test
    void whatIsMutedIsSaidToBeSoAndIsNoNews() {
        show(steady("red", false));
        watch.mutes().add(new Mute("1", "r*", "silence", NOW.plusSeconds(60), ""), NOW);

        watch.look(NOW);

        assertThat(current()).singleElement().matches(Alert::muted);
        assertThat(heard).singleElement().matches(change -> !change.isNews());
    }

    @Test
    void whatLastsBeyondItsMuteIsNews() {
        show(steady("red", false));
        watch.mutes().add(new Mute("1", "red", "*", NOW.plusSeconds(60), ""), NOW);
        watch.look(NOW);
        heard.clear();

        watch.look(NOW.plusSeconds(60));

        assertThat(heard)
                .singleElement()
                .matches(change -> change.event() == AlertChange.Event.UNMUTED)
                .matches(AlertChange::isNews);
    }

    @Test
    void whoWasToldBeforeAMuteIsToldTheEndAndNotTheBeginAgain() {
        show(steady("red", false));
        watch.look(NOW);
        watch.mutes().add(new Mute("1", "red", "*", NOW.plusSeconds(60), ""), NOW);
        watch.look(NOW.plusSeconds(5));
        watch.look(NOW.plusSeconds(60));
        show(steady("red", true));
        watch.look(NOW.plusSeconds(100));

        assertThat(heard)
                .extracting(change -> change.event().name() + change.isNews())
                .containsExactly("RAISEDtrue", "MUTEDfalse", "UNMUTEDfalse", "OVERtrue");
    }

    private List<Alert> current() {
        return watch.board().all().stream().filter(alert -> alert.until() == null).toList();
    }

    private void show(WatchedSeries one) {
        series.clear();
        series.add(one);
    }

    private static WatchedSeries steady(String name, boolean isAlive) {
        var memory = new float[3_600];
        Arrays.fill(memory, 50);
        return new WatchedSeries(
                name,
                isAlive,
                NOW.minusSeconds(60),
                PATIENCE,
                memory,
                null,
                Double.NaN,
                (_, _) -> null);
    }
}
