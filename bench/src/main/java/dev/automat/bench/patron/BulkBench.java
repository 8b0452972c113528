package dev.automat.bench.patron;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/** Import and export beside what psql's copy does with the same table and its triggers. */
final class BulkBench {

    private static final int LINES = 100_000;
    private static final String NDJSON = "application/x-ndjson";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI patrons;
    private final String database;

    BulkBench(String service, String database) {
        this.patrons = URI.create(service + "/patron");
        this.database = database;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    void run() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("bench-patron");
        try {
            runIn(folder);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void runIn(Path folder) throws IOException, InterruptedException {
        var ndjson = folder.resolve("in.ndjson");
        var text = folder.resolve("in.txt");
        Files.writeString(ndjson, lines("{\"name\":\"Carol\",\"fav_dish\":\"dish %d\"}"));
        Files.writeString(text, lines("Carol\tdish %d"));

        System.out.printf("%nP6  %,d lines%n", LINES);
        compare(
                "import against \\copy in",
                () -> post(ndjson),
                () -> psql("\\copy patron (name, fav_dish) from '" + text + "'"));
        compare(
                "export against \\copy out",
                () -> get(folder.resolve("out.ndjson")),
                () -> psql("\\copy patron to '" + folder.resolve("out.txt") + "'"));
    }

    private static String lines(String format) {
        return IntStream.range(0, LINES)
                .mapToObj(format::formatted)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void compare(String name, Work ours, Work theirs)
            throws IOException, InterruptedException {
        var first = new double[3];
        var second = new double[3];
        for (var round = 0; round < first.length; round++) {
            first[round] = seconds(ours);
            second[round] = seconds(theirs);
        }
        Arrays.sort(first);
        Arrays.sort(second);
        System.out.printf(
                "    %-26s %.2f s against %.2f s, %.2f x the rate%n",
                name, first[1], second[1], second[1] / first[1]);
    }

    private static double seconds(Work work) throws IOException, InterruptedException {
        var begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private void post(Path file) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(patrons)
                        .header("Content-Type", NDJSON)
                        .POST(BodyPublishers.ofFile(file))
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Import: " + response.body());
        }
    }

    private void get(Path file) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(patrons).header("Accept", NDJSON).build();
        http.send(request, BodyHandlers.ofFile(file));
    }

    private void psql(String command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("psql", "-q", "postgresql://postgres@" + database, "-c", command)
                        .inheritIO()
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("psql failed: " + command);
        }
    }
}
