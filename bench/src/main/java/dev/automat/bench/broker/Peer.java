package dev.automat.bench.broker;

import dev.automat.bench.process.MeasuredProcess;
import dev.automat.bench.process.PreparedService;
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
        var command = broker(jar, port, stompPort, httpPort);
        return start("broker", port, new FramesWire(), command);
    }

    /** The service as the launcher starts it. */
    static Peer broker(PreparedService service) throws IOException {
        int port = MeasuredProcess.freePort();
        var command = new ArrayList<>(service.command());
        command.addAll(arguments(port, 0, 0));
        return start("broker", port, new FramesWire(), command);
    }

    static PreparedService prepareBroker(Path jar) throws IOException, InterruptedException {
        int httpPort = MeasuredProcess.freePort();
        return PreparedService.of(jar, httpPort, arguments(0, 0, httpPort));
    }

    /** Another one that shares its channels through NATS. */
    static Peer brokerOn(Peer nats, Path jar) throws IOException {
        int port = MeasuredProcess.freePort();
        var command = broker(jar, port, 0, 0);
        command.add("--automat.broker.engine=nats");
        command.add("--automat.broker.nats.url=nats://127.0.0.1:" + nats.address().getPort());
        return start("broker", port, new FramesWire(), command);
    }

    private static List<String> broker(Path jar, int port, int stompPort, int httpPort) {
        var command = java("-jar", jar.toString());
        command.addAll(arguments(port, stompPort, httpPort));
        return command;
    }

    private static List<String> arguments(int port, int stompPort, int httpPort) {
        return List.of(
                "--server.port=" + httpPort,
                "--automat.broker.frames.port=" + port,
                "--automat.broker.stomp.port=" + stompPort,
                "--automat.reporter.enabled=false");
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
        return nats(List.of());
    }

    /** With a folder of its own to keep messages in. */
    static Peer jetStream() throws IOException {
        return nats(List.of("-js", "-sd", Files.createTempDirectory("bench-nats").toString()));
    }

    private static Peer nats(List<String> options) throws IOException {
        int port = MeasuredProcess.freePort();
        var command = new ArrayList<>(List.of("/usr/sbin/nats-server", "-a", "127.0.0.1"));
        command.addAll(List.of("-p", "" + port));
        command.addAll(options);
        return start("nats", port, new NatsWire(), command);
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
        return start(name, port, wire, new ProcessBuilder(command));
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @throws MissingPeerException when it cannot be started
     */
    static Peer start(String name, int port, Wire wire, ProcessBuilder builder) throws IOException {
        var log = Files.createTempFile("bench-" + name, ".log").toFile();
        var process = launch(builder.redirectErrorStream(true).redirectOutput(log));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var peer = new Peer(name, process, address, wire);
        if (!peer.isListening()) {
            peer.close();
            throw new MissingPeerException(
                    "%s does not listen on %s; see %s".formatted(name, address, log));
        }
        return peer;
    }

    private static Process launch(ProcessBuilder builder) throws MissingPeerException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new MissingPeerException(String.valueOf(e.getMessage()));
        }
    }

    private boolean isListening() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            try (var _ = new Socket(address.getAddress(), address.getPort())) {
                return true;
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        return false;
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
