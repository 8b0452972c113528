package dev.automat.bench.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What connections cost that subscribe and then hear nothing. */
final class IdleBench {

    private static final int CONNECTIONS = Integer.getInteger("bench.idle", 5_000);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Peer broker;

    IdleBench(Peer broker) {
        this.broker = broker;
    }

    void run() throws IOException {
        double before = broker.residentMebibytes();
        try (var _ = new Load(broker, Wire.Channel.topic("idle"), 1).withIdle(CONNECTIONS)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            double after = broker.residentMebibytes();
            System.out.printf(
                    Locale.ROOT,
                    "B7 %,d idle subscribers: %.1f KiB each; %.0f MiB resident before, %.0f"
                            + " after%n",
                    CONNECTIONS,
                    (after - before) * 1_024 / CONNECTIONS,
                    before,
                    after);
        }
    }
}
