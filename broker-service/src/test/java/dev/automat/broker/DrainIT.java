package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.BrokerServer;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.Connections;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** How the service stops. */
class DrainIT {

    private static final int COUNT = 200;
    private static final String FILLING = "-".repeat(10_000);
    private static final String LARGE = "x".repeat(8_000_000);

    @Test
    void writesOutWhatSubscribersAreToGetAndEndsWithFin() throws Exception {
        var broker = RunningBroker.start("automat.broker.server.drain-timeout=20s");
        var door = broker.door("frames");
        var memory = broker.bean(PinnedMemory.class);
        var connections = broker.bean(Connections.class);
        try (var worker = FramesPeer.stalled(door, "/queue/drain");
                var subscriber = FramesPeer.stalled(door, "/topic/drain");
                var idle = FramesPeer.silent(door);
                var publisher = FramesPeer.publisher(door)) {
            eventually(() -> assertThat(broker.bean(Engine.class).channels()).hasSize(2));
            // On a thread of its own: it may have to wait, and for ever once the broker stops.
            Thread.ofVirtual().start(() -> publishToBoth(publisher, FILLING));
            // Nobody has read yet: most of it is in the broker, where the queue holds the
            // publisher.
            var traffic = broker.bean(Traffic.class);
            eventually(() -> assertThat(traffic.in()).isGreaterThan(COUNT / 4));
            assertThat(connections.size()).isEqualTo(4);

            var stopped = CompletableFuture.runAsync(broker::close);
            var byWorker = CompletableFuture.supplyAsync(() -> all(worker));
            var bySubscriber = all(subscriber);

            // FIN and no reset for everybody, or reading to the end would have failed.
            assertThat(idle.receiveAll()).isEmpty();
            assertThat(numbers(bySubscriber)).isEqualTo(range(bySubscriber.size()));
            assertThat(numbers(byWorker.join())).isEqualTo(range(byWorker.join().size()));
            stopped.join();
            assertThat(traffic.out())
                    .isEqualTo(traffic.in())
                    .isEqualTo(bySubscriber.size() + byWorker.join().size());
            assertThat(memory.pinned()).isZero();
        }
    }

    @Test
    void writesOutWhatStompSubscribersAreToGetAndEndsWithFin() throws Exception {
        var broker = RunningBroker.start("automat.broker.server.drain-timeout=20s");
        var door = broker.door("stomp");
        var memory = broker.bean(PinnedMemory.class);
        try (var worker = StompPeer.stalled(door, "id:w", "destination:/queue/drain");
                var subscriber = StompPeer.stalled(door, "id:s", "destination:/topic/drain");
                var publisher = FramesPeer.publisher(broker.door("frames"))) {
            eventually(() -> assertThat(broker.bean(Engine.class).channels()).hasSize(2));
            Thread.ofVirtual().start(() -> publishToBoth(publisher, FILLING.repeat(10)));
            var traffic = broker.bean(Traffic.class);
            // More than the sockets take: the queue itself has some, and holds the publisher.
            var connections = broker.bean(Connections.class);
            eventually(
                    () -> assertThat(connections.snapshots()).anyMatch(ConnectionSnapshot::paused));

            var stopped = CompletableFuture.runAsync(broker::close);
            awaitStopOf(broker);
            var byWorker = CompletableFuture.supplyAsync(() -> messages(worker));
            var bySubscriber = messages(subscriber);

            assertThat(numbers(bySubscriber)).isEqualTo(range(bySubscriber.size()));
            assertThat(numbers(byWorker.join())).isEqualTo(range(byWorker.join().size()));
            stopped.join();
            assertThat(traffic.out())
                    .isEqualTo(traffic.in())
                    .isEqualTo(bySubscriber.size() + byWorker.join().size());
            assertThat(memory.pinned()).isZero();
        }
    }

    private static List<String> messages(StompPeer peer) {
        try {
            return peer.hearMessages();
        } catch (IOException e) {
            throw new AssertionError("The stream did not end with FIN", e);
        }
    }

    @Test
    void finishesTheMessageThatAnAcknowledgingSubscriberIsHalfWayThrough() throws Exception {
        var broker = RunningBroker.start("automat.broker.server.drain-timeout=20s");
        var door = broker.door("stomp");
        try (var subscriber =
                        StompPeer.stalled(door, "id:s", "destination:/topic/large", "ack:client");
                var publisher = StompPeer.connected(door)) {
            eventually(() -> assertThat(broker.bean(Engine.class).channels()).hasSize(1));
            publisher.frame("SEND", LARGE, "destination:/topic/large", "receipt:r");
            assertThat(publisher.hear().header("receipt-id")).isEqualTo("r");

            var stopped = CompletableFuture.runAsync(broker::close);
            awaitStopOf(broker);

            assertThat(messages(subscriber)).isEqualTo(List.of(LARGE));
            stopped.join();
        }
    }

    private static void awaitStopOf(RunningBroker broker) {
        var server = broker.bean(BrokerServer.class);
        eventually(() -> assertThat(server.state()).isEqualTo(BrokerServer.State.DRAINING));
    }

    private static void publishToBoth(FramesPeer publisher, String filling) {
        try {
            for (int i = 0; i < COUNT; i++) {
                publisher.publish("/queue/drain", i + filling);
                publisher.publish("/topic/drain", i + FILLING);
            }
        } catch (IOException e) {
            // The broker stopped; what it has taken by then counts.
        }
    }

    private static List<String> all(FramesPeer peer) {
        try {
            return peer.receiveAll();
        } catch (IOException e) {
            throw new AssertionError("The stream did not end with FIN", e);
        }
    }

    private static List<Integer> numbers(List<String> texts) {
        return texts.stream().map(text -> Integer.valueOf(text.replace("-", ""))).toList();
    }

    private static List<Integer> range(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    @Test
    void cutsWhoDoesNotTakeTheRestWithinTheDeadlineAndCountsTheLoss() throws Exception {
        var broker = RunningBroker.start("automat.broker.server.drain-timeout=500ms");
        var door = broker.door("frames");
        var memory = broker.bean(PinnedMemory.class);
        var connections = broker.bean(Connections.class);
        try (var _ = FramesPeer.stalled(door, "/topic/drain");
                var publisher = FramesPeer.publisher(door)) {
            eventually(() -> assertThat(broker.bean(Engine.class).channels()).hasSize(1));
            for (int i = 0; i < 1_000; i++) {
                publisher.publish("/topic/drain", i + FILLING);
            }
            publisher.publish("/queue/nobody", "1", "2", "3");
            var traffic = broker.bean(Traffic.class);
            eventually(() -> assertThat(traffic.in()).isEqualTo(1_003));

            broker.close();

            assertThat(connections.size()).isZero();
            assertThat(connections.lost())
                    .isPositive()
                    .isEqualTo(1_000 - traffic.out() - traffic.dropped());
            assertThat(memory.pinned()).isZero();
            Assertions.assertThatThrownBy(() -> FramesPeer.silent(door))
                    .isInstanceOf(ConnectException.class);
        }
    }
}
