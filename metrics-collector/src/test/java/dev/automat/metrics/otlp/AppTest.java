package dev.automat.metrics.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.otlp.Tally.Kind;
import org.junit.jupiter.api.Test;

class AppTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MIB = 1_048_576;

    private final App app = new App(1, "orders");
    private final Verdict verdict = new Verdict(100);

    @Test
    void tellsCpuFromTheSecondReportOfTimeOn() {
        assertThat(app.fields(report(100, 5.0), verdict)).isNull();

        assertThat(app.fields(report(110, 7.5), verdict))
                .containsEntry("cpu", 25.0)
                .containsEntry("mem", 3.0);
        assertThat(verdict.rejected()).isZero();
    }

    @Test
    void takesCpuFromTheReportBeforeWhenAProcessBeganAnew() {
        app.fields(report(100, 5.0), verdict);
        app.fields(report(110, 7.5), verdict);

        assertThat(app.fields(report(120, 1.0), verdict)).containsEntry("cpu", 25.0);
        assertThat(app.fields(report(130, 2.0), verdict)).containsEntry("cpu", 10.0);
    }

    @Test
    void takesMicrometersPartOfAllProcessors() {
        var moment = new Moment(100 * SECOND);
        add(moment, "process.cpu.usage", Kind.VALUE, 0.5);
        add(moment, "system.cpu.count", Kind.VALUE, 8);
        add(moment, "jvm.memory.used", Kind.VALUE, MIB);
        add(moment, "jvm.memory.used", Kind.VALUE, MIB);
        add(moment, "heap_limit", Kind.VALUE, 256 * MIB);

        assertThat(app.fields(moment, verdict))
                .containsOnlyKeys("cpu", "mem", "heap_limit")
                .containsEntry("cpu", 400.0)
                .containsEntry("mem", 2.0)
                .containsEntry("heap_limit", 256.0);
    }

    @Test
    void remembersCpuAndMemoryForTheRestOfAReport() {
        app.fields(report(100, 5.0), verdict);
        app.fields(report(110, 7.5), verdict);
        var rest = new Moment(111 * SECOND);
        add(rest, "queue", Kind.VALUE, 7);

        assertThat(app.fields(rest, verdict))
                .containsEntry("cpu", 25.0)
                .containsEntry("mem", 3.0)
                .containsEntry("queue", 7.0);

        var late = new Moment(1_000 * SECOND);
        add(late, "queue", Kind.VALUE, 7);
        assertThat(app.fields(late, verdict)).isNull();
        assertThat(verdict.rejected()).isEqualTo(1);
        assertThat(verdict.message()).contains("CPU as one of");
    }

    @Test
    void tellsRatesOfCountsAndOfDeltas() {
        app.fields(report(100, 0.0), verdict);
        var first = report(110, 1.0);
        add(first, "count", Kind.COUNT, 1_000);
        first.tally("delta", Kind.DELTA, "", 100 * SECOND).add(50, 1);
        var second = report(120, 1.0);
        add(second, "count", Kind.COUNT, 1_030);

        assertThat(app.fields(first, verdict))
                .doesNotContainKey("count")
                .containsEntry("delta", 5.0);
        assertThat(app.fields(second, verdict)).containsEntry("count", 3.0);
    }

    @Test
    void keepsTheFirstCurvesAndRejectsFurtherOnes() {
        app.fields(report(100, 0.0), verdict);
        var moment = report(110, 1.0);
        for (int i = 0; i <= App.MAX_CURVES; i++) {
            add(moment, "curve" + i, Kind.VALUE, i);
        }
        add(moment, "x".repeat(65), Kind.VALUE, 1);
        add(moment, "color", Kind.VALUE, 1);

        assertThat(app.fields(moment, verdict))
                .hasSize(2 + App.MAX_CURVES)
                .containsKey("curve0")
                .doesNotContainKey("curve" + App.MAX_CURVES);
        assertThat(verdict.rejected()).isEqualTo(3);
    }

    private static Moment report(long second, double cpuSeconds) {
        var moment = new Moment(second * SECOND);
        moment.tally("process.cpu.time", Kind.COUNT, "s", 0).add(cpuSeconds, 1);
        add(moment, "process.memory.usage", Kind.VALUE, 3 * MIB);
        return moment;
    }

    private static void add(Moment moment, String name, Kind kind, double value) {
        moment.tally(name, kind, "", 0).add(value, 1);
    }
}
