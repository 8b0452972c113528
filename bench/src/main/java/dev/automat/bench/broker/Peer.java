package dev.automat.bench.broker;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A server under load, in a process of its own, and how it is spoken to.
 *
 * @param name as it is printed
 */
record Peer(String name, Process process, InetSocketAddress address, Wire wire)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The service as its jar starts it; its other doors are on ports of their own. */
    static Peer broker(Path jar, int stompPort, int httpPort) throws IOException {
        int port = MeasuredProcess.freePort();
        var command = java("-jar", jar.toString());
        command.add("--server.port=" + httpPort);
        command.add("--automat.broker.frames.port=" + port);
        command.add("--automat.broker.stomp.port=" + stompPort);
        command.add("--automat.reporter.enabled=false");
        return start("broker", port, new FramesWire(), command);
    }

    static Peer bareRelay() throws IOException {
        int port = MeasuredProcess.freePort();
        var classes = System.getProperty("java.class.path");
        var command = java("-cp", classes, BareRelay.class.getName(), String.valueOf(port));
        return start("relay", port, new FramesWire(), command);
    }

    private static List<String> java(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of(arguments));
        return command;
    }

    static Peer nats() throws IOException {
        int port = MeasuredProcess.freePort();
        return start(
                "nats",
                port,
                new NatsWire(),
                List.of("/usr/sbin/nats-server", "-a", "127.0.0.1", "-p", "" + port));
    }

    static Peer mosquitto() throws IOException {
        int port = MeasuredProcess.freePort();
        var settings = Files.createTempFile("bench-mosquitto", ".conf");
        Files.writeString(
                settings, "listener %d 127.0.0.1%nallow_anonymous true%n".formatted(port));
        return start(
                "mosquitto",
                port,
                new MqttWire(),
                List.of("/usr/sbin/mosquitto", "-c", settings.toString()));
    }

    static Peer redis() throws IOException {
        int port = MeasuredProcess.freePort();
        return start(
                "redis",
                port,
                new RedisWire(),
                List.of(
                        "/usr/bin/redis-server",
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        ""));
    }

    private static Peer start(String name, int port, Wire wire, List<String> command)
            throws IOException {
        var log = Files.createTempFile("bench-" + name, ".log").toFile();
        var process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var peer = new Peer(name, process, address, wire);
        try {
            peer.awaitListening();
            return peer;
        } catch (RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    private void awaitListening() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            try (var _ = new Socket(address.getAddress(), address.getPort())) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        throw new IllegalStateException("%s does not listen on %s".formatted(name, address));
    }

    /** The same server by another of its doors. */
    Peer by(int port, Wire otherWire) {
        return new Peer(
                name, process, new InetSocketAddress(address.getAddress(), port), otherWire);
    }

    /** Time its threads have run so far, all together. */
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
