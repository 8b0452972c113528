package dev.automat.metrics.otlp;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleParser;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be remembered of one app to make samples of what it exports: counts, to tell rates,
 * and CPU and memory, which may come in another request than the rest. Not safe for several
 * threads.
 */
final class App {

    /** Further fields a sample may have, less those that are no curves of the app's own. */
    static final int MAX_CURVES = SampleParser.MAX_FURTHER_FIELDS - 3;

    private static final double MEBIBYTE = 1_048_576;
    private static final double NANOS = 1e9;
    private static final long LONGEST_CARRY = 150_000_000_000L;
    private static final Set<String> OTHER_MEANING =
            Set.of("color", "timestamp", "cpu", "mem", "seq", "pid", "host", "mem_limit");

    private final long number;
    private final String name;
    private final Map<String, Count> counts = new HashMap<>();
    private final Set<String> curves = new LinkedHashSet<>();
    private final Last cpu = new Last();
    private final Last mem = new Last();
    private double processors = 1;

    /** Begins without a report; no other app has its number. */
    App(long number, String name) {
        this.number = number;
        this.name = name;
    }

    /** What had been counted at some time. */
    private record Count(double count, long time) {}

    /** The newest value of what every sample must have. */
    private static final class Last {
        private double value = Double.NaN;
        private long time;

        void set(double newest, long at) {
            value = newest;
            time = at;
        }

        double at(long now) {
            return Math.abs(now - time) < LONGEST_CARRY ? value : Double.NaN;
        }
    }

    long number() {
        return number;
    }

    /** The name of its series. */
    String name() {
        return name;
    }

    /**
     * Makes the fields of a sample of what the app said.
     *
     * @return the fields; null when there is no sample, since CPU can be told from the next report
     *     on, or since all points were rejected
     */
    @Nullable Map<String, Double> fields(Moment moment, Verdict verdict) {
        boolean isMeasuring = readCpu(moment);
        var memory = moment.firstOf(KnownMetrics.MEMORY);
        if (memory != null) {
            var tally = moment.tallies().get(memory);
            if (tally != null) {
                mem.set(round(tally.sum() * tally.bytes() / MEBIBYTE), moment.time());
            }
        }
        var fields = new LinkedHashMap<String, Double>();
        fields.put(Sample.CPU, cpu.at(moment.time()));
        fields.put(Sample.MEM, mem.at(moment.time()));
        if (fields.containsValue(Double.NaN)) {
            if (!isMeasuring || Double.isNaN(mem.at(moment.time()))) {
                verdict.reject(moment.points(), missing(moment.time()));
                return null;
            }
        }
        moment.tallies()
                .forEach((field, tally) -> {
                    if (!KnownMetrics.isSource(field) && !field.equals(memory)) {
                        addCurve(field, tally, moment.time(), fields, verdict);
                    }
                });
        addHeap(KnownMetrics.HEAP_LIMIT, moment, fields);
        addHeap(KnownMetrics.HEAP_AFTER_GC, moment, fields);
        return fields.containsValue(Double.NaN) ? null : fields;
    }

    private String missing(long time) {
        boolean isCpu = Double.isNaN(cpu.at(time));
        return "the app must report "
                + (isCpu ? "CPU as one of " : "memory as one of ")
                + (isCpu
                        ? List.of(KnownMetrics.CPU_TIMES, KnownMetrics.CPU_SHARES)
                        : KnownMetrics.MEMORY);
    }

    /** Learns CPU if it can, and says whether the next report of this kind will tell it. */
    private boolean readCpu(Moment moment) {
        var count = moment.firstOf(KnownMetrics.CPU_COUNTS);
        var processorTally = count == null ? null : moment.tallies().get(count);
        if (processorTally != null && processorTally.sum() >= 1) {
            processors = processorTally.sum();
        }
        var timeName = moment.firstOf(KnownMetrics.CPU_TIMES);
        var time = timeName == null ? null : moment.tallies().get(timeName);
        if (timeName != null && time != null) {
            double rate = number(timeName, time, moment.time()) * time.seconds();
            if (!Double.isNaN(rate)) {
                cpu.set(round(100 * rate), moment.time());
                return true;
            }
        }
        var shareName = moment.firstOf(KnownMetrics.CPU_SHARES);
        var share = shareName == null ? null : moment.tallies().get(shareName);
        if (share != null && share.sum() >= 0) {
            cpu.set(round(100 * processors * share.sum()), moment.time());
        }
        return time != null;
    }

    private void addCurve(
            String field, Tally tally, long time, Map<String, Double> fields, Verdict verdict) {
        if (!SampleParser.isFieldName(field) || OTHER_MEANING.contains(field)) {
            verdict.reject(tally.points(), "a metric's name is too long or has another meaning");
        } else if (!curves.contains(field) && curves.size() == MAX_CURVES) {
            verdict.reject(
                    tally.points(),
                    "an app may have at most " + MAX_CURVES + " metrics besides CPU and memory");
        } else {
            curves.add(field);
            double value = number(field, tally, time);
            if (Float.isFinite((float) value)) {
                fields.put(field, value);
            }
        }
    }

    private static void addHeap(String field, Moment moment, Map<String, Double> fields) {
        var tally = moment.tallies().get(field);
        if (tally != null) {
            fields.put(field, round(tally.sum() * tally.bytes() / MEBIBYTE));
        }
    }

    /** The value, or what was counted in a second; NaN when that cannot be told yet. */
    private double number(String field, Tally tally, long time) {
        if (tally.kind() == Tally.Kind.VALUE) {
            return tally.sum();
        }
        var before = counts.get(field);
        if (before != null && time <= before.time) {
            return Double.NaN; // Late or twice.
        }
        counts.put(field, new Count(tally.sum(), time));
        if (tally.kind() == Tally.Kind.DELTA) {
            long start = tally.start() > 0 ? tally.start() : before == null ? time : before.time;
            return start < time ? tally.sum() * NANOS / (time - start) : Double.NaN;
        }
        if (before == null || tally.sum() < before.count) {
            return Double.NaN; // The first, or a process that began anew.
        }
        return (tally.sum() - before.count) * NANOS / (time - before.time);
    }

    /** Two digits after the point are 10 KiB of a MiB. */
    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
