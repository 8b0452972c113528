package dev.automat.bench.patron;

import dev.automat.bench.process.MeasuredProcess;
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
import java.util.concurrent.locks.LockSupport;

/** A server under load, in a process of its own on the first core. */
final class ServerProcess implements AutoCloseable {

    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** As {@code automat up} runs a busy service. */
    static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xss512k",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xms32m",
                    "-Xmx128m",
                    "-XX:ReservedCodeCacheSize=64m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private static final List<String> ON_FIRST_CORE = List.of("taskset", "-c", "0");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a class of this program with its port as the first argument, then others. */
    static ServerProcess ofClass(Class<?> type, String... arguments) throws IOException {
        var port = MeasuredProcess.freePort();
        var command = new ArrayList<>(List.of(type.getName(), String.valueOf(port)));
        command.addAll(List.of(arguments));
        return start(
                port,
                ON_FIRST_CORE,
                List.of("-cp", System.getProperty("java.class.path")),
                command);
    }

    /** Starts a Spring Boot service. */
    static ServerProcess ofService(List<String> where, String... properties) throws IOException {
        return ofService(ON_FIRST_CORE, where, properties);
    }

    /** Starts a Spring Boot service on all cores. */
    static ServerProcess ofServiceOnAllCores(List<String> where, String... properties)
            throws IOException {
        return ofService(List.of(), where, properties);
    }

    private static ServerProcess ofService(
            List<String> prefix, List<String> where, String... properties) throws IOException {
        var port = MeasuredProcess.freePort();
        var arguments = new ArrayList<>(List.of("--server.port=" + port));
        arguments.addAll(List.of(properties));
        return start(port, prefix, where, arguments);
    }

    private static ServerProcess start(
            int port, List<String> prefix, List<String> where, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(JAVA);
        command.addAll(FLAGS);
        command.addAll(where);
        command.addAll(arguments);
        var log = Files.createTempFile("bench-patron", ".log").toFile();
        var process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        return new ServerProcess(process, port);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Waits for the first answer, whatever it says. */
    ServerProcess awaitAnswer() throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var request = HttpRequest.newBuilder(URI.create(url() + "/patron/37")).build();
                HTTP.send(request, BodyHandlers.discarding());
                return this;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("No answer from " + url(), e);
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /** Asks it to end, and waits: what it writes at its end takes some seconds. */
    void awaitEnd() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE)) {
            throw new IllegalStateException("It does not end");
        }
    }

    Duration cpuTime() {
        return MeasuredProcess.cpuTime(process);
    }

    double residentMebibytes() throws IOException {
        return MeasuredProcess.residentMebibytes(process);
    }

    @Override
    public void close() {
        MeasuredProcess.stop(process);
    }
}
