package dev.automat.bench.metrics;

import dev.automat.bench.process.MeasuredProcess;
import dev.automat.bench.process.PreparedService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A metrics-collector of its own: default settings, free ports, an archive in a fresh folder. */
final class Collector implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Pattern REFUSED =
            Pattern.compile("(?m)^automat_metrics_archive_refused_total\\S* (\\S+)$");

    private final List<String> command;
    private final Path archive;
    private final int http = MeasuredProcess.freePort();
    private final int sub = MeasuredProcess.freePort();
    private final int pull = MeasuredProcess.freePort();
    private ChildProcess process;

    private Collector(List<String> command) throws IOException {
        this.command = command;
        this.archive = Files.createTempDirectory("bench-metrics-archive");
        this.process = launch();
    }

    /** As it is after some time: with the optimizing compiler, and without any preparation. */
    static Collector start(Path jar) throws IOException {
        var command = new ArrayList<>(ChildProcess.java());
        command.addAll(List.of("-jar", jar.toString()));
        return start(command);
    }

    /** As the launcher starts it. */
    static Collector start(PreparedService service) throws IOException {
        return start(service.command());
    }

    private static Collector start(List<String> command) throws IOException {
        var collector = new Collector(command);
        collector.process.awaitListening(collector.http);
        collector.process.awaitListening(collector.pull);
        return collector;
    }

    static PreparedService prepare(Path jar) throws IOException, InterruptedException {
        var archive = Files.createTempDirectory("bench-metrics-rehearsal");
        int http = MeasuredProcess.freePort();
        return PreparedService.of(
                jar,
                http,
                arguments(http, MeasuredProcess.freePort(), MeasuredProcess.freePort(), archive));
    }

    private ChildProcess launch() throws IOException {
        var line = new ArrayList<>(command);
        line.addAll(arguments(http, sub, pull, archive));
        return ChildProcess.start(line);
    }

    private static List<String> arguments(int http, int sub, int pull, Path archive) {
        return List.of(
                "--server.port=" + http,
                "--automat.metrics.sub.port=" + sub,
                "--automat.metrics.pull.port=" + pull,
                "--automat.metrics.archive.directory=" + archive,
                "--automat.reporter.enabled=false");
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

    /**
     * The archive's files.
     *
     * @param name matches whole names; its first group is the second that a file begins with
     * @return their sizes in bytes, by that second
     */
    NavigableMap<Long, Long> archive(Pattern name) throws IOException {
        var sizes = new TreeMap<Long, Long>();
        try (var files = Files.list(archive)) {
            for (var file : files.toList()) {
                var matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    sizes.put(Long.valueOf(matcher.group(1)), file.toFile().length());
                }
            }
        }
        return sizes;
    }

    /** Bytes of the whole archive. */
    long archiveSize() throws IOException {
        try (var files = Files.list(archive)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** Samples that its archive had no room for. */
    long notArchived() throws IOException, InterruptedException {
        var text = get("/actuator/prometheus");
        var value = REFUSED.matcher(text);
        if (!value.find()) {
            throw new IOException("The collector does not tell what its archive refused");
        }
        return (long) Double.parseDouble(value.group(1));
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
