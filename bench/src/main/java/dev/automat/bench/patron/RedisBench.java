package dev.automat.bench.patron;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** GET over Redis's own protocol, from 64 connections. */
final class RedisBench {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SERVER = Path.of("/usr/bin/redis-server");

    private RedisBench() {}

    static void run() throws IOException, InterruptedException {
        if (!Files.isExecutable(SERVER)) {
            System.out.println("    Redis is not installed (Debian: redis-server)");
            return;
        }
        var port = String.valueOf(MeasuredProcess.freePort());
        var server =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "0",
                                SERVER.toString(),
                                "--port",
                                port,
                                "--bind",
                                "127.0.0.1",
                                "--save",
                                "")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            System.out.print("    " + load(port).strip().lines().reduce("", (_, last) -> last));
            System.out.println();
        } finally {
            server.destroy();
        }
    }

    private static String load(String port) throws IOException, InterruptedException {
        awaitServer(Integer.parseInt(port));
        // The first one warms up.
        var _ = benchmark(port);
        return benchmark(port);
    }

    /** A benchmark that cannot connect never ends. */
    private static void awaitServer(int port) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static String benchmark(String port) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "1",
                                "redis-benchmark",
                                "-p",
                                port,
                                "-c",
                                "64",
                                "-n",
                                "100000",
                                "-d",
                                "60",
                                "-t",
                                "get",
                                "-q")
                        .redirectErrorStream(true)
                        .start();
        var guard =
                process.onExit()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .whenComplete((_, _) -> process.destroy());
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (guard.isCompletedExceptionally()) {
            return "Redis: no answer within " + PATIENCE.toSeconds() + " s";
        }
        process.waitFor();
        return output.replace('\r', '\n');
    }
}
