package dev.automat.bench.broker;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the broker delivers beside nats-server, mosquitto, Redis and {@link BareRelay}, in
 * turns within one run, as medians and their ratios: on a shared machine the ratios hold where the
 * rates do not. A peer that is not installed is left out.
 */
final class BrokerBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final Duration WARM_UP = millis("bench.warmup", 400);
    private static final Duration MEASURED = millis("bench.measured", 800);
    private static final Duration FIRST_WARM_UP = millis("bench.first", 6_000);

    private final Peer broker;
    private final List<Peer> peers;

    private BrokerBench(Peer broker, List<Peer> peers) {
        this.broker = broker;
        this.peers = peers;
    }

    private static Duration millis(String property, int otherwise) {
        return Duration.ofMillis(Integer.getInteger(property, otherwise));
    }

    /**
     * Runs all of it, some five minutes.
     *
     * @param arguments the jar of broker-service
     */
    public static void main(String[] arguments) throws IOException {
        int stompPort = MeasuredProcess.freePort();
        int httpPort = MeasuredProcess.freePort();
        long begin = System.nanoTime();
        var all = new ArrayList<Peer>();
        try {
            var broker = Peer.broker(Path.of(arguments[0]).toAbsolutePath(), stompPort, httpPort);
            all.add(broker);
            System.out.printf(
                    Locale.ROOT, "listening after %.2f s%n", (System.nanoTime() - begin) / 1e9);
            all.add(Peer.bareRelay());
            addIfInstalled(all, Peer::nats);
            addIfInstalled(all, Peer::mosquitto);
            addIfInstalled(all, Peer::redis);
            var bench = new BrokerBench(broker, all);
            bench.warmUp();
            bench.throughput();
            bench.stomp(stompPort);
            new DelayBench(all, WARM_UP, MEASURED).run(ROUNDS);
            new StalledBench(broker, httpPort, WARM_UP, MEASURED).run(ROUNDS);
            new IdleBench(broker).run();
        } finally {
            all.forEach(Peer::close);
        }
    }

    /** Starts a peer. */
    private interface Start {

        Peer start() throws IOException;
    }

    private static void addIfInstalled(List<Peer> peers, Start start) {
        try {
            peers.add(start.start());
        } catch (IOException e) {
            System.out.printf(Locale.ROOT, "Left out: %s%n", e.getMessage());
        }
    }

    /** The two that compile as they run. */
    private void warmUp() throws IOException {
        for (var peer : peers.subList(0, 2)) {
            for (int subscribers : new int[] {1, 10}) {
                var _ = rate(peer, new Shape("warm", 1, subscribers, 0, 256, false), FIRST_WARM_UP);
            }
        }
    }

    /**
     * A load.
     *
     * @param idle connections beside it that subscribe to something else
     */
    private record Shape(
            String name,
            int publishers,
            int subscribers,
            int idle,
            int sizeInBytes,
            boolean isQueue) {

        Wire.Channel channel() {
            return new Wire.Channel(isQueue, "bench");
        }
    }

    private void throughput() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%n%-24s %-10s %15s %8s %10s%n",
                "load",
                "",
                "deliveries/s",
                "ratio",
                "CPU us each");
        compare(new Shape("B1 1->1, 256 B", 1, 1, 0, 256, false));
        compare(new Shape("B2 1->1, 16 B", 1, 1, 0, 16, false));
        compare(new Shape("B3 1->10, 256 B", 1, 10, 0, 256, false));
        compare(new Shape("B4 4->queue of 4, 256 B", 4, 4, 0, 256, true));
        compare(new Shape("B5 1->1, 4 KiB", 1, 1, 0, 4_096, false));
        compare(new Shape("B5 among 1,000, 256 B", 1, 1, 1_000, 256, false));
    }

    private void compare(Shape shape) throws IOException {
        var rates = new Rounds[peers.size()];
        var costs = new Rounds[peers.size()];
        for (int i = 0; i < peers.size(); i++) {
            rates[i] = new Rounds(ROUNDS);
            costs[i] = new Rounds(ROUNDS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < peers.size(); i++) {
                if (fits(peers.get(i), shape)) {
                    var cpu = peers.get(i).cpuTime();
                    double rate = rate(peers.get(i), shape, MEASURED);
                    var spent = peers.get(i).cpuTime().minus(cpu);
                    double all = rate * (MEASURED.plus(WARM_UP).toNanos() / 1e9);
                    rates[i].add(rate);
                    costs[i].add(spent.toNanos() / 1e3 / all);
                }
            }
        }
        for (int i = 0; i < peers.size(); i++) {
            if (fits(peers.get(i), shape)) {
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %-10s %,15.0f %8s %10.3f%n",
                        i == 0 ? shape.name() : "",
                        peers.get(i).name(),
                        rates[i].median(),
                        i == 0 ? "" : "%.2f".formatted(rates[0].median() / rates[i].median()),
                        costs[i].median());
            }
        }
    }

    /** The relay has no queues that it could give out in turns, nor has Redis. */
    private static boolean fits(Peer peer, Shape shape) {
        return !shape.isQueue() || !List.of("relay", "redis").contains(peer.name());
    }

    private static double rate(Peer peer, Shape shape, Duration measured) throws IOException {
        try (var load = new Load(peer, shape.channel(), shape.sizeInBytes())) {
            return load.withIdle(shape.idle())
                    .withSubscribers(shape.subscribers())
                    .withPublishers(shape.publishers())
                    .deliveriesPerSecond(WARM_UP, measured);
        }
    }

    private void stomp(int stompPort) throws IOException {
        var stomp = broker.by(stompPort, new StompWire());
        var shape = new Shape("B8", 1, 1, 0, 256, false);
        var _ = rate(stomp, shape, FIRST_WARM_UP);
        var byStomp = new Rounds(ROUNDS);
        var byFrames = new Rounds(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            byFrames.add(rate(broker, shape, MEASURED));
            byStomp.add(rate(stomp, shape, MEASURED));
        }
        System.out.printf(
                Locale.ROOT,
                "%n%-24s %-10s %,15.0f %8.2f of the frames door's%n",
                "B8 1->1, 256 B",
                "STOMP",
                byStomp.median(),
                byStomp.median() / byFrames.median());
    }
}
