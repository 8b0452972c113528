package dev.automat.metrics.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One reading of one app.
 *
 * @param name the series it belongs to
 * @param timestamp the app's own clock
 * @param fields every numeric field: {@link #CPU}, {@link #MEM}, then the further ones in the
 *     sender's order
 * @param json the text as it was received
 */
public record Sample(String name, Instant timestamp, Map<String, Double> fields, String json) {

    /** Percent of one core. */
    public static final String CPU = "cpu";

    /** Resident memory in MiB. */
    public static final String MEM = "mem";

    /** Facts about the process, which no one wants as a curve. */
    private static final Set<String> FACTS = Set.of("seq", "pid", "mem_limit", "heap_limit");

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public Sample {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (!fields.containsKey(CPU) || !fields.containsKey(MEM)) {
            throw new IllegalArgumentException(
                    "Sample must have cpu and mem, has " + fields.keySet());
        }
    }

    /** Percent of one core. */
    public double cpu() {
        return fields.getOrDefault(CPU, Double.NaN);
    }

    /** Resident memory in MiB. */
    public double mem() {
        return fields.getOrDefault(MEM, Double.NaN);
    }

    /** The fields that are worth a curve. */
    public Map<String, Double> curves() {
        var curves = new LinkedHashMap<>(fields);
        curves.keySet().removeAll(FACTS);
        return curves;
    }

    /**
     * The second since the epoch that this sample is of: by the app's own clock, so that what
     * waited on its way fills the right place; by ours when that clock cannot be meant.
     */
    public long second(Instant receivedAt) {
        boolean isPlausible =
                !timestamp.isAfter(receivedAt.plus(CLOCK_TOLERANCE))
                        && timestamp.isAfter(receivedAt.minus(LONGEST_DELAY));
        return (isPlausible ? timestamp : receivedAt).getEpochSecond();
    }
}
