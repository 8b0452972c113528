package dev.automat.metrics.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.otlp.Tally.Kind;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointReaderTest {

    private static final long SECOND = 1_000_000_000;
    private static final AggregationTemporality CUMULATIVE =
            AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
    private static final AggregationTemporality DELTA =
            AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;

    private final Verdict verdict = new Verdict(100);

    @Test
    void addsUpWhatDiffersInAttributesAndSortsByTime() {
        var later = gauge("queue", point(20 * SECOND, 5), point(20 * SECOND + 1, 6));
        var earlier = gauge("queue", point(10 * SECOND, 1));

        var moments = read(later, earlier);

        assertThat(moments).extracting(Moment::time).containsExactly(10 * SECOND, 20 * SECOND);
        assertThat(tally(moments.getLast(), "queue").sum()).isEqualTo(11);
        assertThat(tally(moments.getLast(), "queue").points()).isEqualTo(2);
    }

    @Test
    void takesPointsWithoutATimeForNewOnesAndPassesOverThoseWithoutAValue() {
        var none =
                point(0, 1).toBuilder()
                        .setFlags(DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE)
                        .build();

        var moments = read(gauge("queue", point(0, 7), none));

        assertThat(moments).extracting(Moment::time).containsExactly(99L);
        assertThat(tally(moments.getFirst(), "queue").sum()).isEqualTo(7);
        assertThat(verdict.rejected()).isZero();
    }

    @Test
    void tellsSumsApart() {
        var moments =
                read(
                        sum("level", CUMULATIVE, false),
                        sum("count", CUMULATIVE, true),
                        sum("delta", DELTA, true),
                        sum("change", DELTA, false),
                        sum("unknown", AggregationTemporality.UNRECOGNIZED, true));

        assertThat(tally(moments.getFirst(), "level").kind()).isEqualTo(Kind.VALUE);
        assertThat(tally(moments.getFirst(), "count").kind()).isEqualTo(Kind.COUNT);
        assertThat(tally(moments.getFirst(), "delta").kind()).isEqualTo(Kind.DELTA);
        assertThat(moments.getFirst().tallies()).doesNotContainKeys("change", "unknown");
        assertThat(verdict.rejected()).isEqualTo(2);
    }

    @Test
    void keepsCountAndSumOfEveryKindOfHistogram() {
        var explicit = Metric.newBuilder().setName("explicit");
        explicit.getHistogramBuilder()
                .setAggregationTemporality(CUMULATIVE)
                .addDataPointsBuilder()
                .setTimeUnixNano(SECOND)
                .setCount(3)
                .setSum(1.5);
        var exponential = Metric.newBuilder().setName("exponential");
        exponential
                .getExponentialHistogramBuilder()
                .setAggregationTemporality(DELTA)
                .addDataPointsBuilder()
                .setTimeUnixNano(SECOND)
                .setCount(4)
                .setSum(-1);
        var summary = Metric.newBuilder().setName("summary");
        summary.getSummaryBuilder().addDataPointsBuilder().setTimeUnixNano(SECOND).setCount(5);

        var moment = read(explicit.build(), exponential.build(), summary.build()).getFirst();

        assertThat(moment.tallies())
                .containsOnlyKeys(
                        "explicit.count",
                        "explicit.sum",
                        "exponential.count",
                        "summary.count",
                        "summary.sum");
        assertThat(tally(moment, "explicit.sum").sum()).isEqualTo(1.5);
        assertThat(moment.points()).isEqualTo(3);
    }

    @Test
    void takesTheHeapsPartOfTheMemorysLimits() {
        var moments =
                read(
                        gauge(
                                "jvm.memory.limit",
                                typed("heap", 100),
                                typed("heap", -1),
                                typed("non_heap", 50)),
                        gauge("jvm.memory.used_after_last_gc", typed("heap", 30)));

        assertThat(moments.getFirst().tallies()).containsOnlyKeys("heap_limit", "heap_after_gc");
        assertThat(tally(moments.getFirst(), "heap_limit").sum()).isEqualTo(100);
        assertThat(tally(moments.getFirst(), "heap_after_gc").sum()).isEqualTo(30);
    }

    @Test
    void rejectsWhatIsNoFiniteNumber() {
        var nan = NumberDataPoint.newBuilder().setAsDouble(Double.NaN).build();
        var huge = NumberDataPoint.newBuilder().setAsDouble(1e300).build();
        var unset = NumberDataPoint.getDefaultInstance();

        assertThat(read(gauge("queue", nan, huge, unset))).isEmpty();
        assertThat(verdict.rejected()).isEqualTo(3);
    }

    private List<Moment> read(Metric... metrics) {
        var resource = ResourceMetrics.newBuilder();
        resource.addScopeMetricsBuilder().addAllMetrics(List.of(metrics));
        return new ArrayList<>(PointReader.read(resource.build(), 99, verdict));
    }

    private static Tally tally(Moment moment, String name) {
        var tally = moment.tallies().get(name);
        if (tally == null) {
            throw new AssertionError(name + " is not in " + moment.tallies().keySet());
        }
        return tally;
    }

    private static Metric gauge(String name, NumberDataPoint... points) {
        var metric = Metric.newBuilder().setName(name);
        metric.getGaugeBuilder().addAllDataPoints(List.of(points));
        return metric.build();
    }

    private static Metric sum(
            String name, AggregationTemporality temporality, boolean isMonotonic) {
        var metric = Metric.newBuilder().setName(name);
        var sum = metric.getSumBuilder().setIsMonotonic(isMonotonic).addDataPoints(point(1, 1));
        if (temporality != AggregationTemporality.UNRECOGNIZED) {
            sum.setAggregationTemporality(temporality);
        }
        return metric.build();
    }

    private static NumberDataPoint point(long time, long value) {
        return NumberDataPoint.newBuilder().setTimeUnixNano(time).setAsInt(value).build();
    }

    private static NumberDataPoint typed(String type, long value) {
        var point = point(SECOND, value).toBuilder();
        point.addAttributesBuilder()
                .setKey("jvm.memory.type")
                .getValueBuilder()
                .setStringValue(type);
        return point.build();
    }
}
