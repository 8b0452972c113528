package dev.automat.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server of its own process: what it costs, and its end. */
public final class MeasuredProcess {

    private static final int PATIENCE_IN_SECONDS = 15;

    private MeasuredProcess() {}

    /** A port that nobody listens on now. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Time its threads have run so far, all together. */
    public static Duration cpuTime(Process process) {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory that it holds now; 0 once it has ended. */
    public static double residentMebibytes(Process process) throws IOException {
        return mebibytes(process, "VmRSS:");
    }

    /** That part of it which is its own alone, and not mapped from files. */
    public static double anonymousMebibytes(Process process) throws IOException {
        return mebibytes(process, "RssAnon:");
    }

    private static double mebibytes(Process process, String key) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
            return lines.filter(line -> line.startsWith(key))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1_024.0;
        }
    }

    /** Asks it to end, and makes it when it does not in time. */
    public static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
