package dev.automat.metrics.otlp;

import dev.automat.metrics.otlp.Tally.Kind;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorts the points of one resource by time and adds up those of one metric. */
final class PointReader {

    /** SDKs ask one instrument after the other, so one report has several times. */
    private static final long ONE_MOMENT = 500_000_000;

    private static final Set<String> TYPES = Set.of("jvm.memory.type", "area");

    private final TreeMap<Long, Moment> moments = new TreeMap<>();
    private final long now;
    private final Verdict verdict;

    /** Reads points; those without a time are of now, in nanoseconds since the epoch. */
    private PointReader(long now, Verdict verdict) {
        this.now = now;
        this.verdict = verdict;
    }

    /** What the resource says, the earliest first. */
    static Collection<Moment> read(ResourceMetrics resource, long now, Verdict verdict) {
        var reader = new PointReader(now, verdict);
        for (var scope : resource.getScopeMetricsList()) {
            scope.getMetricsList().forEach(reader::read);
        }
        return reader.moments.values();
    }

    /** How many points a metric has, of whatever kind. */
    static int count(Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsCount();
            case SUM -> metric.getSum().getDataPointsCount();
            case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
            case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
            case SUMMARY -> metric.getSummary().getDataPointsCount();
            case DATA_NOT_SET -> 0;
        };
    }

    private void read(Metric metric) {
        switch (metric.getDataCase()) {
            case GAUGE -> readNumbers(metric, Kind.VALUE, metric.getGauge().getDataPointsList());
            case SUM ->
                    readNumbers(metric, kind(metric.getSum()), metric.getSum().getDataPointsList());
            case HISTOGRAM -> {
                var kind = kind(metric.getHistogram().getAggregationTemporality());
                for (var point : metric.getHistogram().getDataPointsList()) {
                    var span =
                            new Span(
                                    point.getStartTimeUnixNano(),
                                    point.getTimeUnixNano(),
                                    point.getFlags());
                    readCount(metric, kind, span, point.getCount(), point.getSum());
                }
            }
            case EXPONENTIAL_HISTOGRAM -> {
                var kind = kind(metric.getExponentialHistogram().getAggregationTemporality());
                for (var point : metric.getExponentialHistogram().getDataPointsList()) {
                    var span =
                            new Span(
                                    point.getStartTimeUnixNano(),
                                    point.getTimeUnixNano(),
                                    point.getFlags());
                    readCount(metric, kind, span, point.getCount(), point.getSum());
                }
            }
            case SUMMARY -> {
                for (var point : metric.getSummary().getDataPointsList()) {
                    var span =
                            new Span(
                                    point.getStartTimeUnixNano(),
                                    point.getTimeUnixNano(),
                                    point.getFlags());
                    readCount(metric, Kind.COUNT, span, point.getCount(), point.getSum());
                }
            }
            case DATA_NOT_SET -> {}
        }
    }

    /** What a point is of. */
    private record Span(long start, long end, int flags) {

        boolean isEmpty() {
            return (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) != 0;
        }
    }

    private static @Nullable Kind kind(Sum sum) {
        var kind = kind(sum.getAggregationTemporality());
        if (sum.getIsMonotonic()) {
            return kind;
        }
        // What went up and down since the report before says nothing of how much there is.
        return kind == Kind.COUNT ? Kind.VALUE : null;
    }

    private static @Nullable Kind kind(AggregationTemporality temporality) {
        return switch (temporality) {
            case AGGREGATION_TEMPORALITY_CUMULATIVE -> Kind.COUNT;
            case AGGREGATION_TEMPORALITY_DELTA -> Kind.DELTA;
            case AGGREGATION_TEMPORALITY_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    private void readNumbers(Metric metric, @Nullable Kind kind, List<NumberDataPoint> points) {
        for (var point : points) {
            var span =
                    new Span(
                            point.getStartTimeUnixNano(),
                            point.getTimeUnixNano(),
                            point.getFlags());
            double value =
                    switch (point.getValueCase()) {
                        case AS_DOUBLE -> point.getAsDouble();
                        case AS_INT -> point.getAsInt();
                        case VALUE_NOT_SET -> Double.NaN;
                    };
            var name = nameOf(metric, point);
            if (name != null) {
                add(metric, name, kind, span, value, 1);
            }
        }
    }

    /** The field a point belongs to; null for one that adds nothing to it. */
    private static @Nullable String nameOf(Metric metric, NumberDataPoint point) {
        boolean isLimit = KnownMetrics.HEAP_LIMITS.contains(metric.getName());
        if (!isLimit && !KnownMetrics.HEAPS_AFTER_GC.contains(metric.getName())) {
            return metric.getName();
        }
        boolean isHeap = point.getAttributesList().stream().anyMatch(PointReader::saysHeap);
        // A pool without a limit is said to have -1.
        if (!isHeap || point.getAsDouble() < 0 || point.getAsInt() < 0) {
            return null;
        }
        return isLimit ? KnownMetrics.HEAP_LIMIT : KnownMetrics.HEAP_AFTER_GC;
    }

    private static boolean saysHeap(KeyValue attribute) {
        return TYPES.contains(attribute.getKey())
                && attribute.getValue().getStringValue().equals("heap");
    }

    private void readCount(
            Metric metric, @Nullable Kind kind, Span span, long count, double total) {
        add(metric, metric.getName() + ".count", kind, span, (double) count, 1);
        // Observations below zero have no sum that only grows; it is left out, then.
        if (Float.isFinite((float) total) && total >= 0) {
            add(metric, metric.getName() + ".sum", kind, span, total, 0);
        }
    }

    private void add(
            Metric metric, String name, @Nullable Kind kind, Span span, double value, int points) {
        if (span.isEmpty()) {
            return;
        }
        if (kind == null) {
            verdict.reject(points, "only cumulative sums, deltas of what only grows, and gauges");
        } else if (!Float.isFinite((float) value)) {
            verdict.reject(points, "a value is no finite number of single precision");
        } else {
            momentAt(span.end() > 0 ? span.end() : now)
                    .tally(name, kind, metric.getUnit(), span.start())
                    .add(value, points);
        }
    }

    private Moment momentAt(long time) {
        var before = moments.floorEntry(time);
        if (before != null && time - before.getKey() < ONE_MOMENT) {
            return before.getValue();
        }
        var after = moments.ceilingEntry(time);
        if (after != null && after.getKey() - time < ONE_MOMENT) {
            return after.getValue();
        }
        var moment = new Moment(time);
        moments.put(time, moment);
        return moment;
    }
}
