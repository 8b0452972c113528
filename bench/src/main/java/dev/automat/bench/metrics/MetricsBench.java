package dev.automat.bench.metrics;

import dev.automat.reporter.process.ProcessMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/**
 * Prints what the metrics collector does beside its peers, goals M1 to M9, in one run of some nine
 * minutes. {@code -Dbench.seconds} is how long each load is measured, {@code -Dbench.hour} how many
 * seconds of the past a thousand apps get; {@code -Dbench.only} is the goal (M1, M2, M5, M6, M7)
 * whose part alone is measured.
 */
final class MetricsBench {

    private static final int SECONDS = Integer.getInteger("bench.seconds", 8);
    private static final int HOUR = Integer.getInteger("bench.hour", 3_540);
    private static final int READINGS = 200_000;

    private MetricsBench() {}

    /**
     * Runs all of it.
     *
     * @param arguments the jar of metrics-collector
     */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        var jar = Path.of(arguments[0]).toAbsolutePath();
        switch (System.getProperty("bench.only", "")) {
            case "" -> all(jar);
            case "M1", "M2" -> feed(jar);
            case "M5" -> stalled(jar);
            case "M6", "M7" -> new MemoryPart(jar, HOUR).run();
            default -> throw new IllegalArgumentException("bench.only: M1, M2, M5, M6 or M7");
        }
    }

    private static void feed(Path jar) throws IOException {
        try (var collector = Collector.start(jar)) {
            new FeedPart(collector, SECONDS).run();
        }
    }

    private static void stalled(Path jar) throws IOException, InterruptedException {
        try (var collector = Collector.start(jar)) {
            new StalledPart(collector, SECONDS).run();
        }
    }

    private static void all(Path jar) throws IOException, InterruptedException, ExecutionException {
        reporter();
        try (var leaks = new LeakPart(jar)) {
            try (var collector = Collector.start(jar)) {
                new FeedPart(collector, SECONDS).run();
                new StalledPart(collector, SECONDS).run();
                new IngestPart(collector, SECONDS).run();
                new HostilePart(collector).run();
            }
            new MemoryPart(jar, HOUR).run();
            leaks.tell();
        }
    }

    private static void reporter() {
        var meter = new ProcessMeter();
        var rounds = new double[5];
        for (int round = 0; round < rounds.length; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < READINGS; i++) {
                meter.read();
            }
            rounds[round] = (System.nanoTime() - begin) / 1e3 / READINGS;
        }
        double micros = median(rounds);
        System.out.printf(
                "M9  a reading takes %.2f us (goal 5): %.5f %% of a core at 1 Hz (goal 0.1)%n",
                micros, micros / 1e4);
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
