package dev.automat.metrics.sample;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
