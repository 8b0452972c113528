package dev.automat.bench.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Nine subscribers that read, with and without a tenth that does not: what it costs the nine and
 * the broker's memory, and whether the status names it.
 */
final class StalledBench {

    private static final Wire.Channel CHANNEL = Wire.Channel.topic("stalled");
    private static final int READING = 9;
    private static final int SIZE_BYTES = 256;
    private static final Pattern WORST = Pattern.compile("\"pinnedBytes\":(\\d+)");

    private final Peer broker;
    private final URI connections;
    private final Duration warmUp;
    private final Duration measured;

    StalledBench(Peer broker, int httpPort, Duration warmUp, Duration measured) {
        this.broker = broker;
        this.connections =
                URI.create("http://127.0.0.1:%d/api/connections?sort=pinned".formatted(httpPort));
        this.warmUp = warmUp;
        this.measured = measured;
    }

    void run(int rounds) throws IOException {
        var alone = new Rounds(rounds);
        var beside = new Rounds(rounds);
        var pinned = new Rounds(rounds);
        for (int round = 0; round < rounds; round++) {
            try (var load = new Load(broker, CHANNEL, SIZE_BYTES)) {
                load.withSubscribers(READING).withPublishers(1);
                alone.add(load.deliveriesPerSecond(warmUp, measured));
            }
            try (var load = new Load(broker, CHANNEL, SIZE_BYTES)) {
                load.withStalled(1).withSubscribers(READING).withPublishers(1);
                beside.add(load.deliveriesPerSecond(warmUp, measured));
                pinned.add(mostPinned() / 1024.0);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nB7 one of ten stalled: the nine keep %.0f %% of their rate; the status names"
                        + " one that pins %,.0f KiB; %.0f MiB resident%n",
                100 * beside.median() / alone.median(),
                pinned.median(),
                broker.residentMebibytes());
    }

    private long mostPinned() throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(connections).build();
            var answer = http.send(request, BodyHandlers.ofString()).body();
            var worst = WORST.matcher(answer);
            return worst.find() ? Long.parseLong(worst.group(1)) : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
