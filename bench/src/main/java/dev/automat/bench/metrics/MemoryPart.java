package dev.automat.bench.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** M6 and M7: what a thousand apps cost in memory and on disk, and what kill -9 costs. */
final class MemoryPart {

    private static final int APPS = 1_000;
    private static final int VIEWERS = 1_000;
    private static final int SHOWN_APPS = 50;
    private static final int BROWSER_CONNECTIONS = 4;

    private static final int WINDOW_IN_SECONDS = 120;
    private static final String SEALED_SECONDS = "1s-.*[.]seg";

    private final Path jar;
    private final int hourInSeconds;

    /** Fills so many seconds of the hour. */
    MemoryPart(Path jar, int hourInSeconds) {
        this.jar = jar;
        this.hourInSeconds = hourInSeconds;
    }

    void run() throws IOException, InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        try (var collector = Collector.start(jar)) {
            firstEvent(collector, begin);
            long samples = fill(collector);
            collector.awaitCalm();
            try (var _ = new Crowd(VIEWERS, collector.httpPort(), "/feed")) {
                Pause.millis(3_000);
                System.out.printf(
                        "M6  %.0f MiB resident with %,d apps x %,d s and %,d viewers (goal 130)%n",
                        collector.process().residentMebibytes(), APPS, hourInSeconds, VIEWERS);
            }
            weigh(collector, samples);
            draw(collector);
            killed(collector);
        }
    }

    /** Once all windows are sealed that are over. */
    private void weigh(Collector collector, long samples) throws IOException {
        int windows = hourInSeconds / WINDOW_IN_SECONDS - 2;
        for (int i = 0; i < 120 && collector.archive(SEALED_SECONDS).getCount() < windows; i++) {
            Pause.millis(500);
        }
        var sealed = collector.archive(SEALED_SECONDS);
        if (sealed.getCount() == 0) {
            System.out.printf("M7  no window of seconds was sealed within a minute%n");
        } else {
            System.out.printf(
                    "M7  %.2f B a sample in %d sealed windows of seconds (goal 3.5)%n",
                    (double) sealed.getSum() / (sealed.getCount() * WINDOW_IN_SECONDS * APPS),
                    sealed.getCount());
        }
        System.out.printf(
                "M7  all tiers and the journal: %.2f B a sample%n",
                (double) collector.archive(".*").getSum() / samples);
    }

    private static void firstEvent(Collector collector, long begin) throws IOException {
        try (var crowd = new Crowd(1, collector.httpPort(), "/feed");
                var app = new App(collector.pullPort())) {
            crowd.reset();
            while (Double.isNaN(crowd.result(1).p50())) {
                app.write(
                        App.frame("first", Instant.now(), 1, 2, ",\"sent\":" + System.nanoTime()));
                Pause.millis(5);
            }
            System.out.printf(
                    "M6  first event %.1f s after start, without AOT cache (goal 1.5 with)%n",
                    (System.nanoTime() - begin) / 1e9);
        }
    }

    /** Sends the past as fast as the collector takes it. */
    private long fill(Collector collector) throws IOException {
        var random = new Random(1);
        var now = Instant.now();
        try (var app = new App(collector.pullPort())) {
            for (int second = hourInSeconds; second > 0; second--) {
                var batch = new ByteArrayOutputStream();
                for (int i = 0; i < APPS; i++) {
                    batch.writeBytes(
                            App.frame(
                                    "app-" + i,
                                    now.minusSeconds(second),
                                    i % 90 + random.nextInt(40) / 10.0,
                                    50 + i % 100 + random.nextInt(30) / 10.0,
                                    ""));
                }
                app.write(batch.toByteArray());
            }
        }
        return (long) APPS * hourInSeconds;
    }

    /** What a browser asks for when a day of fifty apps is wanted, over as many connections. */
    private static void draw(Collector collector) throws InterruptedException, ExecutionException {
        long to = Instant.now().getEpochSecond();
        var rounds = new double[5];
        try (var threads = Executors.newFixedThreadPool(BROWSER_CONNECTIONS)) {
            for (int round = 0; round < rounds.length; round++) {
                var calls = new ArrayList<Callable<String>>();
                for (int i = 0; i < SHOWN_APPS; i++) {
                    var path =
                            "/api/series/app-%d?from=%d&to=%d&width=700"
                                    .formatted(i, to - 86_400, to);
                    calls.add(() -> collector.get(path));
                }
                long begin = System.nanoTime();
                for (var answer : threads.invokeAll(calls)) {
                    var _ = answer.get();
                }
                rounds[round] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(rounds);
        System.out.printf(
                "M7  24 h of %d apps told in %.0f ms, median of %d (goal 150 drawn)%n",
                SHOWN_APPS, rounds[rounds.length / 2], rounds.length);
    }

    private static void killed(Collector collector) throws IOException, InterruptedException {
        try (var app = new App(collector.pullPort())) {
            long newest = 0;
            for (int i = 0; i < 40; i++) {
                newest = Instant.now().getEpochSecond();
                app.write(App.frame("survivor", Instant.now(), 1, 2, ""));
                Pause.millis(100);
            }
            collector.killAndRestart();
            long kept = newestKept(collector, newest);
            System.out.printf("M7  kill -9 lost the last %d s (goal 1)%n", newest - kept);
        }
    }

    private static long newestKept(Collector collector, long newest)
            throws IOException, InterruptedException {
        var text =
                collector.get(
                        "/api/series/survivor?step=1&from=" + (newest - 60) + "&to=" + newest);
        var values = text.replaceAll(".*\"cpu\":\\[([^\\]]*)\\].*", "$1").split(",", -1);
        int last = values.length - 1;
        while (last >= 0 && values[last].equals("null")) {
            last--;
        }
        return newest - (values.length - 1 - last);
    }
}
