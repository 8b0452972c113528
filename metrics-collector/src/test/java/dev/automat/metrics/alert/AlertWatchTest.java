package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.history.WatchedSeries;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertWatchTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final List<WatchedSeries> series = new ArrayList<>();
    private final AlertWatch watch =
            new AlertWatch((_, watcher) -> series.forEach(watcher), Clock.systemUTC());

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
        show(new WatchedSeries("blue", true, NOW, heap.clone(), heap, 23));

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
            watch.look(NOW.plusSeconds(i));
        }

        assertThat(watch.board().all()).hasSize(AlertBoard.MAX_PAST + 1);
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
        return new WatchedSeries(name, isAlive, NOW.minusSeconds(60), memory, null, Double.NaN);
    }
}
