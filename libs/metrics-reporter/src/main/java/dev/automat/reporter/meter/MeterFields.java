package dev.automat.reporter.meter;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Meters of a registry as further fields of samples: a gauge's value; what a counter counted, and
 * how often a timer was used, in a second. Meters of one name that differ in tags are added up. Not
 * safe for several threads: the reporter asks on its own.
 */
public final class MeterFields implements Supplier<Map<String, Number>> {

    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final List<String> names;
    private final LongSupplier nanos;
    private final Map<String, Reading> before = new HashMap<>();

    /** What had been counted at some time. */
    private record Reading(double count, long at) {}

    /**
     * Fields of the meters with these names, as Micrometer writes them ({@code
     * http.server.requests}); a name without a meter is left out.
     */
    public MeterFields(MeterRegistry registry, List<String> names) {
        this(registry, names, System::nanoTime);
    }

    MeterFields(MeterRegistry registry, List<String> names, LongSupplier nanos) {
        this.registry = registry;
        this.names = List.copyOf(names);
        this.nanos = nanos;
    }

    @Override
    public Map<String, Number> get() {
        long now = nanos.getAsLong();
        var fields = new LinkedHashMap<String, Number>();
        for (var name : names) {
            var meters = registry.find(name).meters();
            if (!meters.isEmpty()) {
                var kind = meters.iterator().next().getId().getType();
                double sum = meters.stream().mapToDouble(MeterFields::value).sum();
                fields.put(name, isCount(kind) ? perSecond(name, sum, now) : sum);
            }
        }
        return fields;
    }

    private static boolean isCount(Meter.Type type) {
        return switch (type) {
            case COUNTER, TIMER, DISTRIBUTION_SUMMARY -> true;
            case GAUGE, LONG_TASK_TIMER, OTHER -> false;
        };
    }

    /** Its number, in the first of these senses that it has. */
    private static double value(Meter meter) {
        double value = 0;
        for (var measurement : meter.measure()) {
            var statistic = measurement.getStatistic();
            if (statistic == Statistic.COUNT
                    || statistic == Statistic.VALUE
                    || statistic == Statistic.ACTIVE_TASKS) {
                return measurement.getValue();
            }
            value = measurement.getValue();
        }
        return value;
    }

    private double perSecond(String name, double count, long now) {
        var reading = before.put(name, new Reading(count, now));
        if (reading == null || now <= reading.at || count < reading.count) {
            return 0; // The first, or a registry that began anew.
        }
        return (count - reading.count) * NANOS / (now - reading.at);
    }
}
