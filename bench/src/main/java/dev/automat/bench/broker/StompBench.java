package dev.automat.bench.broker;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The STOMP door beside the frames door and RabbitMQ's STOMP plugin. */
final class StompBench {

    private static final Shape SHAPE = Shape.topic("B8 1->1, 256 B", 1, 256, Map.of());

    private final Peer broker;
    private final Peer stomp;
    private final Pace pace;

    StompBench(Peer broker, int stompPort, Pace pace) {
        this.broker = broker;
        this.stomp = broker.by(stompPort, StompWire.ofBroker());
        this.pace = pace;
    }

    void run() throws IOException {
        pace.warmUp(stomp, SHAPE);
        try (var rabbit = RabbitMq.start()) {
            pace.warmUp(rabbit.peer(), SHAPE);
            compare(rabbit.peer());
        } catch (MissingPeerException e) {
            System.out.printf(Locale.ROOT, "%nLeft out: %s%n", e.getMessage());
            compare(null);
        }
    }

    private void compare(@Nullable Peer rabbit) throws IOException {
        var byFrames = new Rounds(pace.rounds());
        var byStomp = new Rounds(pace.rounds());
        var byRabbit = new Rounds(pace.rounds());
        for (int round = 0; round < pace.rounds(); round++) {
            byFrames.add(pace.rate(broker, SHAPE));
            byStomp.add(pace.rate(stomp, SHAPE));
            if (rabbit != null) {
                byRabbit.add(pace.rate(rabbit, SHAPE));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%-24s STOMP %,.0f deliveries/s: %.2f of the frames door's (goal 0.25)%s%n",
                SHAPE.name(),
                byStomp.median(),
                byStomp.median() / byFrames.median(),
                rabbit == null
                        ? ""
                        : ", %.2f times RabbitMQ's %,.0f (goal 3)"
                                .formatted(
                                        byStomp.median() / byRabbit.median(), byRabbit.median()));
    }
}
