package dev.automat.bench.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints what the broker delivers beside {@link BareRelay}, in turns within one run, as medians and
 * their ratio: on a shared machine the ratio holds where the rates do not.
 */
final class BrokerBench {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(3);
    private static final int ROUNDS = 5;

    private BrokerBench() {}

    /**
     * Prints a line a load.
     *
     * @param arguments port of a running broker's frames door on loopback; 25000 when left out
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var loopback = InetAddress.getLoopbackAddress();
        int port = arguments.length == 0 ? 25_000 : Integer.parseInt(arguments[0]);
        var broker = new InetSocketAddress(loopback, port);
        var relayAddress = new InetSocketAddress(loopback, freePort());
        var relay = startRelay(relayAddress.getPort());
        try {
            awaitListening(broker);
            awaitListening(relayAddress);
            System.out.printf(
                    "%-28s %15s %15s %8s   (medians of %d rounds in turns)%n",
                    "load", "broker/s", "bare relay/s", "ratio", ROUNDS);
            for (var load : loads().entrySet()) {
                compare(load.getKey(), load.getValue(), broker, relayAddress);
            }
        } finally {
            relay.destroy();
        }
    }

    private static Map<String, FrameLoad> loads() {
        var loads = new LinkedHashMap<String, FrameLoad>();
        loads.put("1 -> 1, 256 B", new FrameLoad(1, 1, 256, "/topic/bench"));
        loads.put("1 -> 1, 16 B", new FrameLoad(1, 1, 16, "/topic/bench"));
        loads.put("1 -> 1, 4 KiB", new FrameLoad(1, 1, 4096, "/topic/bench"));
        loads.put("1 -> 10, 256 B", new FrameLoad(1, 10, 256, "/topic/bench"));
        return loads;
    }

    private static void compare(
            String name, FrameLoad load, InetSocketAddress broker, InetSocketAddress relay)
            throws IOException, InterruptedException {
        var ofBroker = new double[ROUNDS];
        var ofRelay = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ofBroker[round] = load.deliveriesPerSecond(broker, WARM_UP, MEASURED);
            ofRelay[round] = load.deliveriesPerSecond(relay, WARM_UP, MEASURED);
        }
        double a = median(ofBroker);
        double b = median(ofRelay);
        System.out.printf("%-28s %,15.0f %,15.0f %8.2f%n", name, a, b, a / b);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Process startRelay(int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareRelay.class.getName(),
                        String.valueOf(port))
                .inheritIO()
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(InetSocketAddress server) {
        var deadline = Instant.now().plusSeconds(10);
        while (Instant.now().isBefore(deadline)) {
            try (var _ = new Socket(server.getAddress(), server.getPort())) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        throw new IllegalStateException("Nothing listens on " + server);
    }
}
