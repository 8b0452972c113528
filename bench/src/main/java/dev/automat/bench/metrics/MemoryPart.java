package dev.automat.bench.metrics;

import dev.automat.bench.process.PreparedService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** M6 and M7: what a thousand apps cost in memory and on disk, and what kill -9 costs. */
final class MemoryPart {

    private static final int APPS = 1_000;
    private static final int VIEWERS = 1_000;
    private static final int SHOWN_APPS = 50;
    private static final int BROWSER_CONNECTIONS = 4;

    private static final int STARTS = 3;

    private static final int WINDOW_IN_SECONDS = 120;
    private static final Pattern SEALED = Pattern.compile("1s-(\\d+)[.]seg");
    private static final Pattern JOURNAL = Pattern.compile("journal-(\\d+)[.]log");

    /** Windows are sealed two minutes after their first sample. */
    private static final Duration UNTIL_SEALED = Duration.ofSeconds(150);

    private final Path jar;
    private final int hourInSeconds;

    /** Fills so many seconds of the hour. */
    MemoryPart(Path jar, int hourInSeconds) {
        this.jar = jar;
        this.hourInSeconds = hourInSeconds;
    }

    void run() throws IOException, InterruptedException, ExecutionException {
        var service = Collector.prepare(jar);
        for (int round = 0; round < STARTS; round++) {
            firstEvent(service);
        }
        try (var collector = Collector.start(service)) {
            var filled = fill(collector);
            collector.awaitCalm();
            try (var _ = new Crowd(VIEWERS, collector.httpPort(), "/feed")) {
                Pause.millis(3_000);
                System.out.printf(
                        "M6  %.0f MiB resident, %.0f of it not mapped from files, with %,d apps x"
                                + " %,d s and %,d viewers (goal 130)%n",
                        collector.process().residentMebibytes(),
                        collector.process().anonymousMebibytes(),
                        APPS,
                        hourInSeconds,
                        VIEWERS);
            }
            weigh(collector, filled);
            draw(collector);
            killed(collector);
        }
    }

    /** The seconds that every app has a sample of. */
    private record Filled(long first, long end) {

        /** Windows that are full of samples. */
        SortedMap<Long, Long> of(NavigableMap<Long, Long> windows) {
            return windows.subMap(first, true, end - WINDOW_IN_SECONDS, true);
        }
    }

    /** Once all windows are sealed that are over. */
    private static void weigh(Collector collector, Filled filled)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!filled.of(collector.archive(JOURNAL)).isEmpty()
                && System.nanoTime() - begin < UNTIL_SEALED.toNanos()) {
            Pause.millis(500);
        }
        var sealed = filled.of(collector.archive(SEALED));
        long bytes = sealed.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                "M7  %.2f B a sample in %d full windows of seconds (goal 3.5), sealed %.0f s after"
                        + " the last sample; %,d samples found no room in the archive's queue%n",
                (double) bytes / sealed.size() / WINDOW_IN_SECONDS / APPS,
                sealed.size(),
                (System.nanoTime() - begin) / 1e9,
                collector.notArchived());
        System.out.printf(
                "M7  all tiers and the journal: %.2f B a sample%n",
                (double) collector.archiveSize() / APPS / (filled.end - filled.first));
    }

    private static void firstEvent(PreparedService service) throws IOException {
        long begin = System.nanoTime();
        try (var collector = Collector.start(service);
                var crowd = new Crowd(1, collector.httpPort(), "/feed");
                var app = new App(collector.pullPort())) {
            crowd.reset();
            while (Double.isNaN(crowd.result(1).p50())) {
                app.write(
                        App.frame("first", Instant.now(), 1, 2, ",\"sent\":" + System.nanoTime()));
                Pause.millis(5);
            }
            System.out.printf(
                    "M6  first event %.2f s after start as by the launcher, with %s (goal 1.5),"
                            + " %.1f s of CPU, %.0f MiB resident%n",
                    (System.nanoTime() - begin) / 1e9,
                    PreparedService.compilers(),
                    collector.process().cpuSeconds(),
                    collector.process().residentMebibytes());
        }
    }

    /** Sends the past as fast as the collector takes it. */
    private Filled fill(Collector collector) throws IOException {
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
        long end = now.getEpochSecond();
        return new Filled(end - hourInSeconds, end);
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
