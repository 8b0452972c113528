package dev.automat.broker.engine.nats;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.FramesPeer;
import dev.automat.broker.RunningBroker;
import dev.automat.broker.StompPeer;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.server.Connections;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** A broker whose NATS comes late, or is full, or returns a message too often. */
@Timeout(60)
class NatsBoundsIT {

    private static final int QUEUE_MESSAGES = 20;
    private static final int STREAM_BYTES = 64 * 1_024;
    private static final Duration MOMENT = Duration.ofMillis(200);

    @TempDir private static Path folder;

    private static NatsServer nats;
    private static RunningBroker broker;

    @BeforeAll
    static void start() throws IOException {
        nats = new NatsServer(folder);
        broker = startOn(nats);
        awaitUsable(broker);
    }

    private static RunningBroker startOn(NatsServer server) {
        return RunningBroker.start(
                "automat.broker.engine=nats",
                "automat.broker.stomp.redeliveries=2",
                "automat.broker.nats.url=" + server.url(),
                "automat.broker.nats.queue-messages=" + QUEUE_MESSAGES,
                "automat.broker.nats.stream-bytes=" + STREAM_BYTES + "B");
    }

    private static void awaitUsable(RunningBroker of) {
        var health = of.bean(NatsHealthIndicator.class);
        eventually(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        if (nats != null) {
            nats.close();
        }
    }

    @Test
    void startsWithoutNatsAndGoesOnWhenItComes(@TempDir Path other) throws IOException {
        try (var late = new NatsServer(other)) {
            late.stop();
            try (var early = startOn(late);
                    var publisher = StompPeer.connected(early.door("stomp"));
                    var worker = StompPeer.connected(early.door("stomp"));
                    var subscriber = StompPeer.connected(early.door("stomp"))) {
                subscribe(worker, "/queue/early");
                subscribe(subscriber, "/topic/early");
                send(publisher, "/queue/early", "kept");
                assertThat(publisher.hearsNothingFor(MOMENT)).isTrue();
                var health = early.bean(NatsHealthIndicator.class);
                eventually(() -> {
                    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.health().getDetails().get("reason"))
                            .asString()
                            .contains("Unable to connect");
                });

                late.start();

                awaitReceipt(publisher, "kept");
                assertThat(worker.hearMessage()).isEqualTo("kept");
                awaitUsable(early);
                send(publisher, "/topic/early", "news");
                assertThat(subscriber.hearMessage()).isEqualTo("news");
            }
        }
    }

    private static void subscribe(StompPeer peer, String channel, String... headers)
            throws IOException {
        var all = new String[headers.length + 2];
        all[0] = "id:1";
        all[1] = "destination:" + channel;
        System.arraycopy(headers, 0, all, 2, headers.length);
        peer.frame("SUBSCRIBE", "", all);
    }

    private static void send(StompPeer peer, String channel, String text) throws IOException {
        peer.frame("SEND", text, "destination:" + channel, "receipt:" + text);
    }

    private static void awaitReceipt(StompPeer peer, String text) throws IOException {
        assertThat(peer.hear().header("receipt-id")).isEqualTo(text);
    }

    @Test
    void aFullQueueHoldsItsPublisherAndNoOther() throws IOException {
        try (var publisher = StompPeer.connected(broker.door("stomp"));
                var other = StompPeer.connected(broker.door("stomp"))) {
            var expected = new TreeSet<String>();
            for (int i = 0; i < QUEUE_MESSAGES; i++) {
                send(publisher, "/queue/full", "in " + i);
                awaitReceipt(publisher, "in " + i);
                expected.add("in " + i);
            }

            var refusals = refused();
            send(publisher, "/queue/full", "one more");
            expected.add("one more");
            eventually(() -> assertThat(refused()).isGreaterThan(refusals));
            assertThat(publisher.hearsNothingFor(MOMENT)).isTrue();
            assertThat(broker.bean(Connections.class).snapshots())
                    .filteredOn(connection -> connection.paused())
                    .hasSize(1);
            send(other, "/queue/empty", "elsewhere");
            awaitReceipt(other, "elsewhere");

            assertThat(drained("/queue/full", expected.size())).isEqualTo(expected);
            awaitReceipt(publisher, "one more");
            assertThat(drained("/queue/empty", 1)).containsExactly("elsewhere");
        }
    }

    private static long refused() {
        return broker.bean(NatsEngine.class).outbox().refused();
    }

    /** So many messages of a queue and no more, in no order. */
    private static Set<String> drained(String queue, int count) throws IOException {
        try (var worker = FramesPeer.subscribed(broker.door("frames"), queue)) {
            var texts = new TreeSet<>(worker.receive(count));
            assertThat(texts).hasSize(count);
            assertThat(worker.receivesNothingFor(MOMENT)).isTrue();
            return texts;
        }
    }

    @Test
    void aFullStreamHoldsThePublishersOfAllQueuesAndLosesNothing() throws IOException {
        try (var large = FramesPeer.publisher(broker.door("frames"));
                var small = StompPeer.connected(broker.door("stomp"))) {
            var expected = new TreeSet<String>();
            IntStream.range(0, QUEUE_MESSAGES)
                    .mapToObj(i -> i + "x".repeat(STREAM_BYTES / QUEUE_MESSAGES * 5 / 4))
                    .forEach(expected::add);
            var refusals = refused();
            large.publish("/queue/large", expected.toArray(String[]::new));
            eventually(() -> assertThat(refused()).isGreaterThan(refusals));
            send(small, "/queue/small", "y".repeat(STREAM_BYTES / QUEUE_MESSAGES * 5 / 4));
            assertThat(small.hearsNothingFor(MOMENT)).isTrue();

            assertThat(drained("/queue/large", expected.size())).isEqualTo(expected);
            assertThat(small.hear().command()).isEqualTo("RECEIPT");
            assertThat(drained("/queue/small", 1)).hasSize(1);
        }
    }

    @Test
    void aMessageRefusedTooOftenIsADeadLetter() throws IOException {
        try (var publisher = StompPeer.connected(broker.door("stomp"));
                var worker = StompPeer.connected(broker.door("stomp"))) {
            subscribe(worker, "/queue/poison", "ack:client-individual", "prefetch-count:1");
            publisher.frame("SEND", "bad", "destination:/queue/poison", "why:test");
            for (int i = 0; i < 3; i++) {
                var message = worker.hear();
                assertThat(message.body()).isEqualTo("bad");
                worker.frame("NACK", "", "id:" + message.header("ack"));
            }

            send(publisher, "/queue/poison", "good");

            assertThat(worker.hearMessage()).isEqualTo("good");
            try (var mourner = StompPeer.connected(broker.door("stomp"))) {
                subscribe(mourner, "/queue/dead/poison");
                var letter = mourner.hear();
                assertThat(letter.body()).isEqualTo("bad");
                assertThat(letter.header("why")).isEqualTo("test");
            }
        }
    }

    @Test
    void aDeadLetterWaitsForRoomAndIsNotLost() throws IOException {
        try (var publisher = StompPeer.connected(broker.door("stomp"));
                var worker = StompPeer.connected(broker.door("stomp"))) {
            for (int i = 0; i < QUEUE_MESSAGES; i++) {
                send(publisher, "/queue/dead/full", "dead " + i);
                awaitReceipt(publisher, "dead " + i);
            }
            subscribe(worker, "/queue/full", "ack:client-individual", "prefetch-count:2");
            send(publisher, "/queue/full", "bad");
            awaitReceipt(publisher, "bad");
            var refusals = refused();
            for (int i = 0; i < 3; i++) {
                worker.frame("NACK", "", "id:" + worker.hear().header("ack"));
            }
            eventually(() -> assertThat(refused()).isGreaterThan(refusals));

            assertThat(drained("/queue/dead/full", QUEUE_MESSAGES + 1)).contains("bad");
        }
    }

    @Test
    void aMessageThatNoWorkerCouldTakeIsNoDeadLetter() throws Exception {
        var queue = ChannelName.of("/queue/short-of-memory");
        var memory = broker.bean(PinnedMemory.class);
        try (var worker = StompPeer.connected(broker.door("stomp"))) {
            subscribe(worker, queue.toString(), "ack:client-individual", "prefetch-count:20");
            publishPastTheBroker(queue, "first");
            var first = worker.hear();

            memory.pin(memory.ceiling());
            try {
                publishPastTheBroker(queue, "second");
                // The first one, and the second more often than a worker may have it.
                eventually(() -> assertThat(deliveries(queue)).isGreaterThanOrEqualTo(1 + 4));
            } finally {
                memory.unpin(memory.ceiling());
            }
            worker.frame("ACK", "", "id:" + first.header("ack"));

            var second = worker.hear();
            assertThat(second.body()).isEqualTo("second");
            worker.frame("ACK", "", "id:" + second.header("ack"), "receipt:done");
            assertThat(worker.hear().header("receipt-id")).isEqualTo("done");
        }
    }

    private static Session session() {
        return Objects.requireNonNull(broker.bean(NatsEngine.class).link().session());
    }

    private static void publishPastTheBroker(ChannelName queue, String text)
            throws IOException, JetStreamApiException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var _ = session().jetStream().publish(Subjects.of(queue), bytes);
    }

    private static long deliveries(ChannelName queue) throws IOException, JetStreamApiException {
        var consumer = QueueStream.consumerOf(queue);
        return session()
                .management()
                .getConsumerInfo("automat-queues", consumer)
                .getDelivered()
                .getConsumerSequence();
    }
}
