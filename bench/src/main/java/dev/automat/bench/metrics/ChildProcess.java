package dev.automat.bench.metrics;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A Java program under load, with the flags that the suite's launcher gives its services. */
final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** Starts a class of this program. */
    static ChildProcess ofClass(Class<?> type, Object... arguments) throws IOException {
        var command = new ArrayList<>(java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), type.getName()));
        for (var argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return start(command);
    }

    /** Program and flags. */
    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:+UseCompactObjectHeaders",
                "-Xms32m",
                "-Xmx160m",
                "-XX:ReservedCodeCacheSize=64m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /** Starts any command. */
    static ChildProcess start(List<String> command) throws IOException {
        var log = Files.createTempFile("bench-metrics", ".log").toFile();
        return new ChildProcess(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
    }

    /** Waits until the port takes connections. */
    void awaitListening(int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("Nothing listens on port " + port, e);
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    double cpuSeconds() {
        return MeasuredProcess.cpuTime(process).toNanos() / 1e9;
    }

    double anonymousMebibytes() throws IOException {
        return MeasuredProcess.anonymousMebibytes(process);
    }

    double residentMebibytes() throws IOException {
        return MeasuredProcess.residentMebibytes(process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        MeasuredProcess.stop(process);
    }
}
