package dev.automat.bench.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** M8: two apps that leak beside two that do not, second by second while the other parts run. */
final class LeakPart implements AutoCloseable {

    private static final double[] MEBIBYTES_PER_MINUTE = {0.57, 5.7};
    private static final double LIMIT = 128;
    private static final int PATIENCE_SECONDS = 240;
    private static final Pattern LEAK =
            Pattern.compile("\"series\":\"([^\"]+)\",\"kind\":\"leak\"[^}]*Grows by ([0-9.]+) MiB");

    private final Collector collector;
    private final App app;
    private final long begin = System.nanoTime();
    private final double[] named = new double[MEBIBYTES_PER_MINUTE.length];
    private final double[] slopes = new double[MEBIBYTES_PER_MINUTE.length];
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private int falseAlarms;
    private volatile @Nullable Exception failure;

    LeakPart(Path jar) throws IOException {
        collector = Collector.start(jar);
        app = new App(collector.pullPort());
        var _ = timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            double seconds = (System.nanoTime() - begin) / 1e9;
            for (int i = 0; i < MEBIBYTES_PER_MINUTE.length; i++) {
                report("leaks-" + i, 20 + MEBIBYTES_PER_MINUTE[i] * seconds / 60);
            }
            report("steady", 40 + Math.sin(seconds * 12.9898));
            report("saw", 30 + seconds % 40);
            look(collector.get("/api/alerts"), seconds);
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(String name, double heap) throws IOException {
        var further = ",\"heap_after_gc\":%.4f,\"heap_limit\":%.1f".formatted(heap, LIMIT);
        app.write(App.frame(name, Instant.now(), 5, 100 + heap, further));
    }

    private synchronized void look(String alerts, double seconds) {
        var leaks = LEAK.matcher(alerts);
        int wrong = 0;
        while (leaks.find()) {
            if (leaks.group(1).startsWith("leaks-")) {
                int i = leaks.group(1).charAt(6) - '0';
                if (named[i] == 0) {
                    named[i] = seconds;
                    slopes[i] = Double.parseDouble(leaks.group(2));
                }
            } else {
                wrong++;
            }
        }
        falseAlarms = Math.max(falseAlarms, wrong);
    }

    /** Waits for the rest of the time a leak may take, and tells. */
    void tell() {
        while (!areAllNamed() && System.nanoTime() - begin < PATIENCE_SECONDS * 1_000_000_000L) {
            Pause.millis(500);
        }
        for (int i = 0; i < named.length; i++) {
            System.out.printf(
                    "M8  leak of %.2f MiB/min %s (goal 150 s, 10 %%)%n",
                    MEBIBYTES_PER_MINUTE[i],
                    named[i] == 0
                            ? "not named within " + PATIENCE_SECONDS + " s"
                            : "named after %.0f s, slope off by %.0f %%"
                                    .formatted(
                                            named[i],
                                            100
                                                    * Math.abs(
                                                            slopes[i] / MEBIBYTES_PER_MINUTE[i]
                                                                    - 1)));
        }
        System.out.printf(
                "M8  false alarms beside them: %d; in 7 x 24 simulated hours: see LeakJudgeTest%n",
                falseAlarms);
        if (failure != null) {
            System.out.println("M8  the load failed: " + failure);
        }
    }

    private synchronized boolean areAllNamed() {
        return named[0] > 0 && named[1] > 0;
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        app.close();
        collector.close();
    }
}
