package dev.automat.bench.metrics;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;

/** A metrics-collector of its own: default settings, free ports, an archive in a fresh folder. */
final class Collector implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path jar;
    private final Path archive;
    private final int http = MeasuredProcess.freePort();
    private final int sub = MeasuredProcess.freePort();
    private final int pull = MeasuredProcess.freePort();
    private ChildProcess process;

    private Collector(Path jar) throws IOException {
        this.jar = jar;
        this.archive = Files.createTempDirectory("bench-metrics-archive");
        this.process = launch();
    }

    static Collector start(Path jar) throws IOException {
        var collector = new Collector(jar);
        collector.process.awaitListening(collector.http);
        collector.process.awaitListening(collector.pull);
        return collector;
    }

    private ChildProcess launch() throws IOException {
        return ChildProcess.start(
                List.of(
                        "-jar",
                        jar.toString(),
                        "--server.port=" + http,
                        "--automat.metrics.sub.port=" + sub,
                        "--automat.metrics.pull.port=" + pull,
                        "--automat.metrics.archive.directory=" + archive,
                        "--automat.reporter.enabled=false"));
    }

    int httpPort() {
        return http;
    }

    int subPort() {
        return sub;
    }

    int pullPort() {
        return pull;
    }

    ChildProcess process() {
        return process;
    }

    /** Ends it as kill -9 does and starts it on the same archive. */
    void killAndRestart() throws IOException, InterruptedException {
        process.kill();
        process = launch();
        process.awaitListening(http);
    }

    /** Waits until it has nothing left to read: its count of samples stands still. */
    void awaitCalm() throws IOException, InterruptedException {
        for (long before = -1, now = received(); now != before; now = received()) {
            before = now;
            Pause.millis(300);
        }
    }

    long received() throws IOException, InterruptedException {
        var text = get("/api/ingest");
        int at = text.indexOf("\"received\":") + 11;
        int end = at;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text.substring(at, end));
    }

    String get(String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + http + path);
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    /** Sizes in bytes of the archive's files whose name matches a regular expression. */
    LongSummaryStatistics archive(String name) throws IOException {
        try (var files = Files.list(archive)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .mapToLong(file -> file.toFile().length())
                    .summaryStatistics();
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        try (var files = Files.walk(archive)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
