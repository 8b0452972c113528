package dev.automat.bench.metrics;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;

/** M1 and M2: what viewers of the feed get. */
final class FeedPart {

    private static final int VIEWERS = 1_000;
    private static final int RATE = 2_000;

    /** Until the server has compiled what it needs, and caught up. */
    private static final int WARM_UP_SECONDS = 20;

    private final Collector collector;
    private final int seconds;

    FeedPart(Collector collector, int seconds) {
        this.collector = collector;
        this.seconds = seconds;
    }

    void run() throws IOException {
        var _ = deliver(VIEWERS, RATE, WARM_UP_SECONDS);
        var ours = deliver(VIEWERS, RATE, seconds);
        var flux = fluxPerClient();
        System.out.printf(
                "M1  %,d viewers x %,d events/s: %,.0f deliveries/s, fairness %.3f%n"
                        + "    a Flux per client:      %,.0f deliveries/s, fairness %.3f;"
                        + " ratio %.1f (goal 25)%n",
                VIEWERS,
                RATE,
                ours.perSecond(),
                ours.fairness(),
                flux.perSecond(),
                flux.fairness(),
                ours.perSecond() / flux.perSecond());
        for (int viewers : new int[] {100, VIEWERS}) {
            var result = deliver(viewers, 50, seconds);
            System.out.printf(
                    "M2  send to receipt, %,d viewers x 50/s: p50 %.2f ms, p99 %.2f ms (goal %d)%n",
                    viewers, result.p50(), result.p99(), viewers == VIEWERS ? 20 : 5);
        }
    }

    private Crowd.Result deliver(int viewers, int rate, int time) throws IOException {
        try (var crowd = new Crowd(viewers, collector.httpPort(), "/feed");
                var load = new SteadyLoad(collector.pullPort(), rate)) {
            return load.measured(crowd, time);
        }
    }

    private Crowd.Result fluxPerClient() throws IOException {
        int port = MeasuredProcess.freePort();
        try (var flux = ChildProcess.ofClass(FluxFeed.class, port, RATE)) {
            flux.awaitListening(port);
            try (var crowd = new Crowd(VIEWERS, port, "/feed")) {
                Pause.millis(WARM_UP_SECONDS * 1_000L);
                crowd.reset();
                long begin = System.nanoTime();
                Pause.millis(seconds * 1_000L);
                return crowd.result((System.nanoTime() - begin) / 1e9);
            }
        }
    }
}
