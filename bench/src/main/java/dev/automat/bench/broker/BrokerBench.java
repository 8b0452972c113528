package dev.automat.bench.broker;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints B1 to B8: what the broker delivers beside nats-server, mosquitto, Redis, RabbitMQ and
 * {@link BareRelay}, in turns within one run, as medians and their ratios: on a shared machine the
 * ratios hold where the rates do not. A peer that is not installed is left out.
 */
final class BrokerBench {

    private BrokerBench() {}

    /**
     * Runs all of it, some seven minutes; with {@code -Dbench.only=B7} only that.
     *
     * @param arguments the jar of broker-service
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var jar = Path.of(arguments[0]).toAbsolutePath();
        var pace = Pace.ofProperties();
        switch (System.getProperty("bench.only", "")) {
            case "" -> {
                new StartBench(jar).run();
                inMemory(jar, pace);
                new NatsEngineBench(jar, pace).run();
            }
            case "B7" -> {
                new StartBench(jar).run();
                bounds(jar, pace);
            }
            default -> throw new IllegalArgumentException("bench.only: B7");
        }
    }

    private static void bounds(Path jar, Pace pace) throws IOException {
        int httpPort = MeasuredProcess.freePort();
        try (var status = new StatusPage(httpPort);
                var broker = Peer.broker(jar, 0, httpPort)) {
            warmUp(List.of(broker), pace);
            new StalledBench(broker, status, pace).run();
            new IdleBench(broker).run();
        }
    }

    private static void inMemory(Path jar, Pace pace) throws IOException {
        int stompPort = MeasuredProcess.freePort();
        int httpPort = MeasuredProcess.freePort();
        var all = new ArrayList<Peer>();
        try (var status = new StatusPage(httpPort)) {
            var broker = Peer.broker(jar, stompPort, httpPort);
            all.add(broker);
            all.add(Peer.bareRelay());
            addIfInstalled(all, Peer::nats);
            addIfInstalled(all, Peer::mosquitto);
            addIfInstalled(all, Peer::redis);
            warmUp(all.subList(0, 2), pace);
            new ThroughputBench(all, pace).run();
            new DelayBench(all, pace).run();
            new StalledBench(broker, status, pace).run();
            new IdleBench(broker).run();
            new StompBench(broker, stompPort, pace).run();
        } finally {
            all.forEach(Peer::close);
        }
    }

    /** Starts a peer. */
    private interface Start {

        Peer start() throws IOException;
    }

    private static void addIfInstalled(List<Peer> peers, Start start) throws IOException {
        try {
            peers.add(start.start());
        } catch (MissingPeerException e) {
            System.out.printf(Locale.ROOT, "Left out: %s%n", e.getMessage());
        }
    }

    /** Those that compile as they run. */
    private static void warmUp(List<Peer> peers, Pace pace) throws IOException {
        for (var peer : peers) {
            for (int subscribers : new int[] {1, 10}) {
                pace.warmUp(peer, Shape.topic("warm", subscribers, 256, Map.of()));
            }
        }
    }
}
