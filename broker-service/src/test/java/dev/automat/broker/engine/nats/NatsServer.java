package dev.automat.broker.engine.nats;

import dev.automat.test.Tools;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A NATS server of our own, with JetStream, that can be stopped and started again. */
final class NatsServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Path program = Tools.natsServer();
    private final Path folder;
    private final List<String> options;
    private int port;
    private Process process;

    /** Starts a server that keeps its messages in a folder, with further options. */
    NatsServer(Path folder, String... options) throws IOException {
        this.folder = folder;
        this.options = List.of(options);
        this.port = freePort();
        this.process = launch();
        for (int i = 0; i < 20 && !isListening(); i++) {
            // Somebody took the port between the look and the start.
            stop();
            port = freePort();
            process = launch();
        }
    }

    /**
     * Below the range from which connections get theirs, so that none has taken it when the server
     * comes back.
     */
    private static int freePort() throws IOException {
        while (true) {
            int candidate = ThreadLocalRandom.current().nextInt(10_240, 20_000);
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
                return candidate;
            } catch (BindException e) {
                // Another one, then.
            }
        }
    }

    private Process launch() throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "-js",
                                "-sd",
                                folder.resolve("store").toString(),
                                "-a",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-l",
                                log().toString()));
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private boolean isListening() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        return false;
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** What it says of itself. */
    Path log() {
        return folder.resolve("log");
    }

    /** Starts it again, where it was. */
    void start() throws IOException {
        process = launch();
        if (!isListening()) {
            throw new AssertionError("nats-server did not come back");
        }
    }

    /** Stops it as an administrator would. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nats-server did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
