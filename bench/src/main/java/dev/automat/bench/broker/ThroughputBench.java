package dev.automat.bench.broker;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What peers deliver flat out, in turns. */
final class ThroughputBench {

    private final List<Peer> peers;
    private final Pace pace;

    /** The broker comes first. */
    ThroughputBench(List<Peer> peers, Pace pace) {
        this.peers = peers;
        this.pace = pace;
    }

    void run() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%n%-24s %-10s %15s %8s %6s %10s %8s%n",
                "load",
                "",
                "deliveries/s",
                "ratio",
                "goal",
                "CPU us each",
                "ratio");
        compare(Shape.topic("B1 1->1, 256 B", 1, 256, Map.of("nats", 3.3, "relay", 0.85)));
        compare(Shape.topic("B2 1->1, 16 B", 1, 16, Map.of("nats", 8.0, "relay", 0.8)));
        // Its goal in CPU: a fifth of what nats-server takes.
        compare(
                Shape.topic(
                        "B3 1->10, 256 B",
                        10,
                        256,
                        Map.of("nats", 4.0, "redis", 1.8, "relay", 0.85)));
        compare(
                new Shape(
                        "B4 4->queue of 4, 256 B",
                        4,
                        4,
                        0,
                        256,
                        true,
                        Map.of("nats", 3.5, "relay", 0.8)));
        compare(Shape.topic("B5 1->1, 4 KiB", 1, 4_096, Map.of("nats", 2.3, "relay", 0.9)));
        compare(Shape.topic("B5 among 1,000, 256 B", 1, 256, Map.of("nats", 2.3)).among(1_000));
    }

    private void compare(Shape shape) throws IOException {
        var compared = peers.stream().filter(peer -> fits(peer, shape)).toList();
        var results = compared.stream().map(_ -> new Result(pace.rounds())).toList();
        for (int round = 0; round < pace.rounds(); round++) {
            for (int i = 0; i < compared.size(); i++) {
                measure(compared.get(i), shape, results.get(i));
            }
        }
        for (int i = 0; i < compared.size(); i++) {
            print(shape, compared.get(i), results.get(i), results.getFirst());
        }
    }

    /** Redis has no queues. */
    private static boolean fits(Peer peer, Shape shape) {
        return !shape.isQueue() || !peer.name().equals("redis");
    }

    private void measure(Peer peer, Shape shape, Result result) throws IOException {
        var cpu = peer.cpuTime();
        double rate = pace.rate(peer, shape);
        var spent = peer.cpuTime().minus(cpu);
        double deliveries = rate * (pace.measured().plus(pace.warmUp()).toNanos() / 1e9);
        result.rates.add(rate);
        result.costs.add(spent.toNanos() / 1e3 / deliveries);
    }

    private static void print(Shape shape, Peer peer, Result result, Result first) {
        boolean isFirst = result == first;
        var goal = shape.goals().get(peer.name());
        System.out.printf(
                Locale.ROOT,
                "%-24s %-10s %,15.0f %8s %6s %10.3f %8s%n",
                isFirst ? shape.name() : "",
                peer.name(),
                result.rates.median(),
                isFirst ? "" : Rounds.ratio(first.rates, result.rates),
                goal == null ? "" : goal,
                result.costs.median(),
                isFirst ? "" : Rounds.ratio(first.costs, result.costs));
    }

    /** Of all rounds of a peer. */
    private static final class Result {

        private final Rounds rates;
        private final Rounds costs;

        Result(int rounds) {
            rates = new Rounds(rounds);
            costs = new Rounds(rounds);
        }
    }
}
