package dev.automat.bench.broker;

import dev.automat.bench.process.PreparedService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** How soon the broker listens when the launcher starts it, and what it takes then. */
final class StartBench {

    private static final int STARTS = 3;

    private final Path jar;

    StartBench(Path jar) {
        this.jar = jar;
    }

    void run() throws IOException, InterruptedException {
        var service = Peer.prepareBroker(jar);
        for (int round = 0; round < STARTS; round++) {
            long begin = System.nanoTime();
            try (var broker = Peer.broker(service)) {
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "B7 listening %.2f s after start as by the launcher, with %s (goal 1.5),"
                                + " %.1f s of CPU, %.0f MiB resident%n",
                        seconds,
                        PreparedService.compilers(),
                        broker.cpuTime().toMillis() / 1e3,
                        broker.residentMebibytes());
            }
        }
    }
}
