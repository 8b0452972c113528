package dev.automat.bench.broker;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How long messages take that come at a fixed rate. */
final class DelayBench {

    private static final Set<String> COMPARED = Set.of("broker", "relay", "nats");

    private final List<Peer> peers;
    private final Pace pace;

    DelayBench(List<Peer> peers, Pace pace) {
        this.peers = peers.stream().filter(peer -> COMPARED.contains(peer.name())).toList();
        this.pace = pace;
    }

    void run() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%n%-24s %-10s %10s %8s %10s %8s %10s%n",
                "delay (goal: nats's)",
                "",
                "p50 us",
                "ratio",
                "p99 us",
                "ratio",
                "p99.9 us");
        for (int ratePerSecond : new int[] {10_000, 100_000}) {
            compare(ratePerSecond);
        }
    }

    private void compare(int ratePerSecond) throws IOException {
        var delays = peers.stream().map(_ -> new Quantiles(pace.rounds())).toList();
        for (int round = 0; round < pace.rounds(); round++) {
            for (int i = 0; i < peers.size(); i++) {
                try (var load = new PacedLoad(peers.get(i), ratePerSecond)) {
                    load.withSubscribers(1);
                    delays.get(i).add(load.delays(pace.warmUp(), pace.measured()));
                }
            }
        }
        for (int i = 0; i < peers.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %-10s %,10.0f %8s %,10.0f %8s %,10.0f%n",
                    i == 0 ? "B6 1->1 at %,d/s".formatted(ratePerSecond) : "",
                    peers.get(i).name(),
                    delays.get(i).p50.median(),
                    i == 0 ? "" : Rounds.ratio(delays.getFirst().p50, delays.get(i).p50),
                    delays.get(i).p99.median(),
                    i == 0 ? "" : Rounds.ratio(delays.getFirst().p99, delays.get(i).p99),
                    delays.get(i).p999.median());
        }
    }
}
