package dev.automat.bench.broker;

import java.io.IOException;
import java.util.Locale;

/**
 * Nine subscribers that read, with and without a tenth that does not: what it costs the nine and
 * the broker's memory, and when the status names it.
 */
final class StalledBench {

    private static final Wire.Channel CHANNEL = Wire.Channel.topic("stalled");
    private static final int READING = 9;
    private static final int SIZE_BYTES = 256;
    private static final int PACED_PER_SECOND = 10_000;

    private static final int STATUS_CALLS = 5_000;

    private final Peer broker;
    private final StatusPage status;
    private final Pace pace;
    private final Rounds named;
    private final Rounds pinned;

    StalledBench(Peer broker, StatusPage status, Pace pace) {
        this.broker = broker;
        this.status = status;
        this.pace = pace;
        this.named = new Rounds(pace.rounds());
        this.pinned = new Rounds(pace.rounds());
    }

    void run() throws IOException {
        // Asked for the first time while rates are measured, it would be compiled meanwhile.
        for (int i = 0; i < STATUS_CALLS; i++) {
            var _ = status.mostPinned();
        }
        rates();
        delays();
    }

    private void rates() throws IOException {
        var alone = new Rounds(pace.rounds());
        var beside = new Rounds(pace.rounds());
        var grown = new Rounds(pace.rounds());
        for (int round = 0; round < pace.rounds(); round++) {
            double before;
            try (var load = new Load(broker, CHANNEL, SIZE_BYTES)) {
                load.withSubscribers(READING).withPublishers(1);
                alone.add(load.deliveriesPerSecond(pace.warmUp(), pace.measured()));
                before = broker.residentMebibytes();
            }
            try (var load = new Load(broker, CHANNEL, SIZE_BYTES)) {
                int stalled = load.addStalled();
                load.withSubscribers(READING).withPublishers(1);
                awaitNamed(stalled);
                beside.add(load.deliveriesPerSecond(pace.warmUp(), pace.measured()));
                pinned.add(status.mostPinned().pinnedBytes() / 1_048_576.0);
                grown.add(broker.residentMebibytes() - before);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nB7 one of ten stalled: the nine keep %.0f %% of their rate (goal 95); it is named"
                        + " after %.0f ms (goal 1,000) and pins %.1f MiB, %+.1f MiB resident (goal"
                        + " 8)%n",
                100 * beside.median() / alone.median(),
                named.median(),
                pinned.median(),
                grown.median());
    }

    /** Until it stays at the top, where others come and go. */
    private void awaitNamed(int port) throws IOException {
        long begin = System.nanoTime();
        long since = begin;
        int looks = 0;
        while (looks < 3) {
            boolean first = status.mostPinned().port() == port;
            since = looks == 0 ? System.nanoTime() : since;
            looks = first ? looks + 1 : 0;
        }
        named.add((since - begin) / 1e6);
    }

    private void delays() throws IOException {
        var alone = new Quantiles(pace.rounds());
        var beside = new Quantiles(pace.rounds());
        for (int round = 0; round < pace.rounds(); round++) {
            alone.add(delays(0));
            beside.add(delays(1));
        }
        System.out.printf(
                Locale.ROOT,
                "B7 at %,d/s: p99 of the nine %,.0f us beside it, %,.0f us without it, ratio %s"
                        + " (goal 1.5)%n",
                PACED_PER_SECOND,
                beside.p99.median(),
                alone.p99.median(),
                Rounds.ratio(beside.p99, alone.p99));
    }

    private long[] delays(int stalled) throws IOException {
        try (var load = new PacedLoad(broker, PACED_PER_SECOND)) {
            return load.withStalled(stalled)
                    .withSubscribers(READING)
                    .delays(pace.warmUp(), pace.measured());
        }
    }
}
