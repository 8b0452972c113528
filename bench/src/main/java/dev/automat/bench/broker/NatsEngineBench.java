package dev.automat.bench.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A broker with engine nats beside what it stands on. */
final class NatsEngineBench {

    private static final Shape TOPIC = Shape.topic("B8 engine nats, topic", 1, 256, Map.of());
    private static final Shape QUEUE = Shape.queue("B8 engine nats, queue", 256, Map.of());

    private final Path jar;
    private final Pace pace;

    NatsEngineBench(Path jar, Pace pace) {
        this.jar = jar;
        this.pace = pace;
    }

    void run() throws IOException {
        try (var nats = Peer.jetStream();
                var broker = Peer.brokerOn(nats, jar);
                var pair = new JnatsPair(nats.address(), QUEUE.sizeInBytes())) {
            pace.warmUp(broker, TOPIC);
            pace.warmUp(broker, QUEUE);
            var _ = pair.deliveriesPerSecond(pace.warmUp(), pace.first());
            compare(broker, TOPIC, "raw NATS's", () -> pace.rate(nats, TOPIC), 0.5);
            compare(
                    broker,
                    QUEUE,
                    "a plain client pair's",
                    () -> pair.deliveriesPerSecond(pace.warmUp(), pace.measured()),
                    0.7);
        } catch (MissingPeerException e) {
            System.out.printf(Locale.ROOT, "Left out: %s%n", e.getMessage());
        }
    }

    /** Measures what stands beside the broker, in deliveries per second. */
    private interface Other {
        double rate() throws IOException;
    }

    private void compare(Peer broker, Shape shape, String whose, Other other, double goal)
            throws IOException {
        var ours = new Rounds(pace.rounds());
        var theirs = new Rounds(pace.rounds());
        for (int round = 0; round < pace.rounds(); round++) {
            ours.add(pace.rate(broker, shape));
            theirs.add(other.rate());
        }
        System.out.printf(
                Locale.ROOT,
                "%-24s %,.0f deliveries/s: %.2f of %s %,.0f (goal %.1f)%n",
                shape.name(),
                ours.median(),
                ours.median() / theirs.median(),
                whose,
                theirs.median(),
                goal);
    }
}
