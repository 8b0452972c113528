package dev.automat.bench.patron;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One load by wrk on the second core.
 *
 * @param connections how many ask at once
 * @param script what they ask, in wrk's Lua
 */
record Wrk(int connections, String script) {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");
    private static final Pattern ERRORS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /**
     * What came of it.
     *
     * @param cpuMicros CPU time of the server for each request
     */
    record Result(double perSecond, double cpuMicros, long errors) {}

    static Wrk get(String path, String... headers) {
        return new Wrk(64, "wrk.path = '%s'%n%s".formatted(path, lua(headers)));
    }

    static Wrk getRandom(int ids, String... headers) {
        return new Wrk(
                64,
                "request = function() return wrk.format('GET', '/patron/' .. math.random(%d)) end%n%s"
                        .formatted(ids, lua(headers)));
    }

    static Wrk put(int ids, String body) {
        return new Wrk(
                32,
                "request = function() return wrk.format('PUT', '/patron/' .. math.random(%d)) end%n%s%nwrk.body = '%s'"
                        .formatted(ids, lua("Content-Type", "application/json"), body));
    }

    static Wrk post(String body) {
        return new Wrk(
                32,
                "wrk.method = 'POST'%nwrk.path = '/patron'%n%s%nwrk.body = '%s'"
                        .formatted(lua("Content-Type", "application/json"), body));
    }

    private static String lua(String... headers) {
        var lines = new StringBuilder();
        for (var i = 0; i < headers.length; i += 2) {
            lines.append("wrk.headers['%s'] = '%s'%n".formatted(headers[i], headers[i + 1]));
        }
        return lines.toString();
    }

    Result run(ServerProcess server, int seconds) throws IOException, InterruptedException {
        var file = Files.writeString(Files.createTempFile("bench-patron", ".lua"), script);
        try {
            var begin = server.cpuTime();
            var output = output(server, seconds, file);
            var cpu = server.cpuTime().minus(begin).toNanos() / 1_000.0;
            var requests = number(REQUESTS, output);
            return new Result(
                    number(RATE, output),
                    cpu / Math.max(1, requests),
                    (long) number(ERRORS, output));
        } finally {
            Files.delete(file);
        }
    }

    private String output(ServerProcess server, int seconds, Path file)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("taskset", "-c", "1", "wrk", "-t", "1", "-c"));
        command.addAll(List.of("" + connections, "-d", seconds + "s", "-s", file.toString()));
        command.add(server.url());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("wrk failed: " + output);
        }
        return output;
    }

    private static double number(Pattern pattern, String output) {
        var match = pattern.matcher(output);
        return match.find() ? Double.parseDouble(match.group(1)) : 0;
    }
}
