package dev.automat.bench.broker;

/** Of delays in several rounds, in microseconds. */
final class Quantiles {

    final Rounds p50;
    final Rounds p99;
    final Rounds p999;

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
