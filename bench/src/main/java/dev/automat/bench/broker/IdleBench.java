package dev.automat.bench.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What connections cost that subscribe and then hear nothing. */
final class IdleBench {

    private static final int FEW = 1_000;
    private static final int CONNECTIONS = Integer.getInteger("bench.idle", 5_000);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Peer broker;

    IdleBench(Peer broker) {
        this.broker = broker;
    }

    void run() throws IOException {
        double before = broker.residentMebibytes();
        try (var load = new Load(broker, Wire.Channel.topic("idle"), 1)) {
            load.withIdle(FEW);
            LockSupport.parkNanos(PAUSE.toNanos());
            double few = broker.residentMebibytes();
            load.withIdle(CONNECTIONS - FEW);
            LockSupport.parkNanos(PAUSE.toNanos());
            double all = broker.residentMebibytes();
            System.out.printf(
                    Locale.ROOT,
                    "B7 %,d idle subscribers: %.1f KiB each (goal 16); resident %.0f MiB before,"
                            + " %.0f with %,d (goal 256), %.0f with all%n",
                    CONNECTIONS,
                    (all - before) * 1_024 / CONNECTIONS,
                    before,
                    few,
                    FEW,
                    all);
        }
    }
}
