package dev.automat.bench.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How long messages take that come at a fixed rate. */
final class DelayBench {

    private static final Set<String> COMPARED = Set.of("broker", "relay", "nats");

    private final List<Peer> peers;
    private final Duration warmUp;
    private final Duration measured;

    DelayBench(List<Peer> peers, Duration warmUp, Duration measured) {
        this.peers = peers.stream().filter(peer -> COMPARED.contains(peer.name())).toList();
        this.warmUp = warmUp;
        this.measured = measured;
    }

    void run(int rounds) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%n%-24s %-10s %12s %12s %12s%n",
                "delay",
                "",
                "p50 us",
                "p99 us",
                "p99.9");
        for (int ratePerSecond : new int[] {10_000, 100_000}) {
            compare(ratePerSecond, rounds);
        }
    }

    private void compare(int ratePerSecond, int rounds) throws IOException {
        var delays = peers.stream().map(_ -> new Quantiles(rounds)).toList();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < peers.size(); i++) {
                var load = new PacedLoad(peers.get(i), ratePerSecond);
                delays.get(i).add(load.delays(warmUp, measured));
            }
        }
        for (int i = 0; i < peers.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %-10s %,12.0f %,12.0f %,12.0f%n",
                    i == 0 ? "B6 1->1 at %,d/s".formatted(ratePerSecond) : "",
                    peers.get(i).name(),
                    delays.get(i).p50.median(),
                    delays.get(i).p99.median(),
                    delays.get(i).p999.median());
        }
    }

    /** Of several rounds, in microseconds. */
    private static final class Quantiles {

        private final Rounds p50;
        private final Rounds p99;
        private final Rounds p999;

        Quantiles(int rounds) {
            p50 = new Rounds(rounds);
            p99 = new Rounds(rounds);
            p999 = new Rounds(rounds);
        }

        void add(long[] sortedNanos) {
            p50.add(at(sortedNanos, 0.5));
            p99.add(at(sortedNanos, 0.99));
            p999.add(at(sortedNanos, 0.999));
        }

        private static double at(long[] sortedNanos, double share) {
            return sortedNanos[(int) (sortedNanos.length * share)] / 1e3;
        }
    }
}
