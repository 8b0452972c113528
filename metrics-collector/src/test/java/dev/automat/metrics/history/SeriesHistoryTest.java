package dev.automat.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SeriesHistoryTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SeriesHistory history =
            new SeriesHistory(new HistoryProperties(2, DataSize.ofMegabytes(1)), meters);

    @Test
    void describesASeriesWithItsNewestValues() {
        sample("red", 1, NOW.minusSeconds(2), 10);
        sample("red", 1, NOW, 30);

        var red = history.named("red", NOW).describe(4, NOW);

        assertThat(red.last()).isEqualTo(new SeriesResponse.Last(NOW, 30, 48));
        assertThat(red.cpu()).containsExactly(null, 10f, null, 30f);
        assertThat(red.t()).hasSize(4).endsWith(NOW.getEpochSecond());
        assertThat(red.alive()).isTrue();
        assertThat(red.senders()).isEqualTo(1);
    }

    @Test
    void countsSendersThatUseOneName() {
        sample("red", 1, NOW, 1);
        sample("red", 2, NOW, 1);

        assertThat(history.named("red", NOW).describe(0, NOW).senders()).isEqualTo(2);
    }

    @Test
    void callsASeriesDeadWhenItIsLateByItsOwnMeasure() {
        for (int i = 0; i <= 60; i += 10) {
            sample("slow", 1, NOW.plusSeconds(i), 1);
        }
        var last = NOW.plusSeconds(60);

        var slow = history.named("slow", last);

        assertThat(slow.describe(0, last.plusSeconds(29)).alive()).isTrue();
        assertThat(slow.describe(0, last.plusSeconds(31)).alive()).isFalse();
    }

    @Test
    void putsWhatWaitedOnItsWayWhereItBelongs() {
        history.accept(of("red", NOW.minusSeconds(90), 5), new Sender(1, ""), NOW);

        assertThat(history.named("red", NOW).describe(100, NOW).cpu().get(9)).isEqualTo(5f);
    }

    @Test
    void usesItsOwnTimeForAClockThatCannotBeMeant() {
        history.accept(of("red", NOW.plusSeconds(60), 5), new Sender(1, ""), NOW);
        history.accept(of("blue", Instant.EPOCH, 6), new Sender(1, ""), NOW);

        assertThat(history.named("red", NOW).describe(1, NOW).cpu()).containsExactly(5f);
        assertThat(history.named("blue", NOW).describe(1, NOW).cpu()).containsExactly(6f);
    }

    @Test
    void drawsFurtherFieldsButNoFactsAboutTheProcess() {
        var fields = Map.of("cpu", 1.0, "mem", 2.0, "queue", 3.0, "pid", 4.0, "seq", 5.0);
        history.accept(new Sample("red", NOW, fields, "{}"), new Sender(1, ""), NOW);

        var red = history.named("red", NOW).describe(1, NOW);

        assertThat(red.further()).containsOnlyKeys("queue");
    }

    @Test
    void forgetsASeriesThatWasSilentForAnHour() {
        sample("red", 1, NOW, 1);
        var later = NOW.plus(Duration.ofHours(1));

        assertThat(history.all(later)).isEmpty();
        assertThatThrownBy(() -> history.named("red", later))
                .isInstanceOf(UnknownSeriesException.class);
    }

    @Test
    void makesRoomForANewSeriesButNotAtTheLivingOnesCost() {
        sample("red", 1, NOW, 1);
        sample("blue", 1, NOW.plusSeconds(30), 1);
        sample("new", 1, NOW.plusSeconds(30), 1);
        assertThat(history.all(NOW.plusSeconds(30))).extracting(Series::name).contains("red");
        assertThat(meters.get("automat.metrics.history.refused").functionCounter().count())
                .isEqualTo(1);

        sample("new", 1, NOW.plusSeconds(70), 1);

        assertThat(history.all(NOW.plusSeconds(70)))
                .extracting(Series::name)
                .containsExactly("blue", "new");
    }

    @Test
    void readsRangesWithinTheHour() {
        sample("red", 1, NOW.minusSeconds(1), 1);
        sample("red", 1, NOW, 2);

        var red = history.named("red", NOW).read(NOW.getEpochSecond() - 2, 3);

        assertThat(red.get("cpu")).containsExactly(Float.NaN, 1f, 2f);
    }

    @Test
    void knowsAgainWhatWasBeforeARestart() {
        sample("red", 1, NOW, 2);
        history.restore("red", NOW.getEpochSecond() - 2, Map.of("cpu", 1.0, "mem", 48.0));
        history.restore("blue", NOW.getEpochSecond() - 60, Map.of("cpu", 1.0, "mem", 48.0));

        assertThat(history.named("red", NOW).describe(3, NOW).cpu()).containsExactly(1f, null, 2f);
        assertThat(history.named("red", NOW).describe(0, NOW).last().cpu()).isEqualTo(2);
        assertThat(history.named("blue", NOW).describe(0, NOW).alive()).isFalse();
    }

    @Test
    void doesNotTellHowLongANewAppMayBeSilent() {
        sample("slow", 1, NOW, 1);
        assertThat(watched(NOW.plusSeconds(59)).patience()).isNull();

        sample("slow", 1, NOW.plusSeconds(60), 1);

        var slow = watched(NOW.plusSeconds(239));
        assertThat(slow.patience()).isEqualTo(Duration.ofMinutes(3));
        assertThat(slow.isAlive()).isTrue();
    }

    @Test
    void knowsAfterARestartHowOftenAnAppReports() {
        for (int i = 600; i > 0; i -= 60) {
            history.restore("slow", NOW.getEpochSecond() - i, Map.of("cpu", 1.0, "mem", 48.0));
        }

        assertThat(watched(NOW).patience()).isEqualTo(Duration.ofMinutes(3));
        assertThat(watched(NOW).isAlive()).isTrue();
    }

    @Test
    void keepsWhoReportsOnceAnHourUntilItFellSilent() {
        for (int i = 0; i <= 2; i++) {
            var hour = NOW.plus(Duration.ofHours(i));
            assertThat(history.all(hour)).hasSize(i == 2 ? 1 : 0);
            sample("slow", 1, hour, 1);
        }
        var last = NOW.plus(Duration.ofHours(2));

        assertThat(watched(last.plus(Duration.ofHours(2))).isAlive()).isTrue();
        assertThat(watched(last.plus(Duration.ofHours(3))).isAlive()).isFalse();
        assertThat(history.all(last.plus(Duration.ofHours(4)))).isEmpty();
    }

    @Test
    void forgetsTheSilentBehindOneThatReportsRarely() {
        sample("slow", 1, NOW, 1);
        sample("slow", 1, NOW.plus(Duration.ofMinutes(50)), 1);
        sample("red", 1, NOW.plus(Duration.ofMinutes(51)), 1);

        assertThat(history.all(NOW.plus(Duration.ofHours(2))))
                .extracting(Series::name)
                .containsExactly("slow");
    }

    @Test
    void tellsTheNewestValuesOfAnAppWhoseClockIsLate() {
        for (int i = 10; i > 0; i--) {
            var now = NOW.minusSeconds(i);
            var late = of("red", now.minusSeconds(1_800), i);
            history.accept(late, new Sender(1, ""), now);
        }

        assertThat(watched(NOW).newest().read("cpu", 3)).isEqualTo(new Extremes(1, 3, 1));
    }

    @Test
    void tellsTheLastValueOfAnAppThatReportsRarely() {
        sample("slow", 1, NOW, 5);
        sample("slow", 1, NOW.plusSeconds(60), 6);

        assertThat(watched(NOW.plusSeconds(119)).newest().read("cpu", 7))
                .isEqualTo(new Extremes(6, 6, 6));
    }

    private WatchedSeries watched(Instant now) {
        var watched = new ArrayList<WatchedSeries>();
        history.forEachSeries(now, watched::add);
        return watched.getFirst();
    }

    private void sample(String name, long sender, Instant time, double cpu) {
        history.accept(of(name, time, cpu), new Sender(sender, "peer"), time);
    }

    private static Sample of(String name, Instant time, double cpu) {
        return new Sample(name, time, Map.of("cpu", cpu, "mem", 48.0), "{}");
    }
}
