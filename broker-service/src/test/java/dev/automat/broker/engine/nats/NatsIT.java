package dev.automat.broker.engine.nats;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.FramesPeer;
import dev.automat.broker.RunningBroker;
import dev.automat.broker.StompPeer;
import dev.automat.broker.channel.ChannelName;
import dev.automat.test.TcpProxy;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** Two brokers on one NATS, and a third that is killed. */
@Timeout(120)
class NatsIT {

    private static final int MESSAGES = 400;

    @TempDir private static Path folder;

    private static NatsServer nats;
    private static RunningBroker a;
    private static RunningBroker b;

    @BeforeAll
    static void start() throws IOException {
        nats = new NatsServer(folder);
        a = RunningBroker.start(properties());
        b = RunningBroker.start(properties());
        eventually(() -> assertThat(health(a)).isEqualTo(Status.UP));
        eventually(() -> assertThat(health(b)).isEqualTo(Status.UP));
    }

    private static String[] properties() {
        return new String[] {
            "automat.broker.engine=nats",
            "automat.broker.nats.url=" + nats.url(),
            // Long enough for a machine that is busy, short enough to wait for after a kill.
            "automat.broker.nats.ack-wait=10s",
            "automat.broker.nats.publish-timeout=1s",
            "automat.broker.nats.worker-credit=16",
            "automat.broker.nats.queue-messages=2000",
        };
    }

    private static Status health(RunningBroker broker) {
        var health = broker.bean(NatsHealthIndicator.class).health();
        return health.getStatus();
    }

    @AfterAll
    static void stop() {
        Stream.of(a, b).filter(broker -> broker != null).forEach(RunningBroker::close);
        if (nats != null) {
            nats.close();
        }
    }

    @Test
    void topicsReachSubscribersAtAllBrokers() throws IOException {
        try (var here = StompPeer.connected(a.door("stomp"));
                var there = StompPeer.connected(b.door("stomp"));
                var pattern = StompPeer.connected(b.door("stomp"));
                var frames = FramesPeer.subscribed(b.door("frames"), "/topic/shared/x.y");
                var publisher = StompPeer.connected(a.door("stomp"))) {
            here.frame("SUBSCRIBE", "", "id:1", "destination:/topic/shared/x.y");
            there.frame("SUBSCRIBE", "", "id:1", "destination:/topic/shared/x.y");
            pattern.frame("SUBSCRIBE", "", "id:1", "destination:/topic/shared/*");
            awaitSubscribed(
                    publisher,
                    "/topic/shared/x.y",
                    here::hearMessage,
                    there::hearMessage,
                    pattern::hearMessage,
                    frames::receive);

            publisher.frame("SEND", "one", "destination:/topic/shared/x.y", "colour:süß");
            publisher.frame("SEND", "two", "destination:/topic/shared/x.y");

            for (var peer : List.of(here, there, pattern)) {
                var one = pastWarmUp(peer);
                assertThat(one.body()).isEqualTo("one");
                assertThat(one.header("colour").getBytes(StandardCharsets.ISO_8859_1))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("süß");
                assertThat(one.header("destination")).isEqualTo("/topic/shared/x.y");
                assertThat(peer.hearMessage()).isEqualTo("two");
            }
            var texts = new ArrayList<String>();
            while (!texts.contains("two")) {
                texts.add(frames.receive());
            }
            assertThat(texts).containsSubsequence("one", "two");
        }
    }

    @Test
    void manyMessagesOfTopicsComeInOrder() throws IOException {
        try (var warm = StompPeer.connected(a.door("stomp"));
                var publisher = FramesPeer.publisher(a.door("frames"));
                var one = FramesPeer.subscribed(b.door("frames"), "/topic/many/one");
                var other = FramesPeer.subscribed(b.door("frames"), "/topic/many/other")) {
            awaitSubscribed(warm, "/topic/many/one", one::receive);
            awaitSubscribed(warm, "/topic/many/other", other::receive);
            var texts = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();

            for (var text : texts) {
                publisher.publish("/topic/many/one", text);
                publisher.publish("/topic/many/other", text, text + "b");
            }

            assertThat(receivedUpTo(one, "999")).containsSubsequence(texts).hasSize(1_000);
            assertThat(receivedUpTo(other, "999b")).containsSubsequence(texts).hasSize(2_000);
        }
    }

    /** What came since the warm-up. */
    private static List<String> receivedUpTo(FramesPeer peer, String last) throws IOException {
        var texts = new ArrayList<String>();
        while (texts.isEmpty() || !texts.getLast().equals(last)) {
            texts.add(peer.receive());
        }
        texts.removeIf(text -> text.startsWith("warm-up"));
        return texts;
    }

    /** How a subscriber hears the next message. */
    private interface Hearing {
        String hear() throws IOException;
    }

    /** Interest takes its time to reach NATS, and what comes before goes past the subscriber. */
    private static void awaitSubscribed(StompPeer publisher, String topic, Hearing... peers)
            throws IOException {
        var done = new ArrayList<Thread>();
        var got = new CountDownLatch(peers.length);
        for (var peer : peers) {
            done.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    assertThat(peer.hear()).startsWith("warm-up");
                                    got.countDown();
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            }));
        }
        for (int i = 0; got.getCount() > 0 && i < 600; i++) {
            publisher.frame("SEND", "warm-up " + i, "destination:" + topic);
            await(got, 50);
        }
        assertThat(got.getCount()).isZero();
        for (var thread : done) {
            join(thread);
        }
    }

    private static boolean await(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static StompPeer.Frame pastWarmUp(StompPeer peer) throws IOException {
        var frame = peer.hear();
        while (frame.body().startsWith("warm-up")) {
            frame = peer.hear();
        }
        return frame;
    }

    @Test
    void aMessageOfAQueueGoesToOneWorkerAtOneBroker() throws IOException {
        var received = new ConcurrentHashMap<String, Integer>();
        try (var publisher = FramesPeer.publisher(a.door("frames"));
                var first = FramesPeer.subscribed(a.door("frames"), "/queue/shared");
                var second = FramesPeer.subscribed(b.door("frames"), "/queue/shared")) {
            for (var worker : List.of(first, second)) {
                Thread.ofVirtual().start(() -> receiveAll(worker, received));
            }

            var texts = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
            publisher.publish("/queue/shared", texts.toArray(String[]::new));

            eventually(() -> assertThat(received).hasSize(1_000));
            assertThat(received.keySet()).containsAll(texts);
            assertThat(received.values()).containsOnly(1);
        }
    }

    private static void receiveAll(FramesPeer worker, ConcurrentHashMap<String, Integer> received) {
        try {
            while (true) {
                received.merge(worker.receive(), 1, Integer::sum);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void messagesWithHeadersDoNotAwaitEachOthersConfirmation() throws IOException {
        try (var way = TcpProxy.to(nats.port());
                var broker =
                        RunningBroker.start(
                                "automat.broker.engine=nats",
                                "automat.broker.nats.url=nats://127.0.0.1:" + way.port(),
                                "automat.broker.nats.queue-messages=2000");
                var publisher = StompPeer.connected(broker.door("stomp"));
                var worker = StompPeer.connected(b.door("stomp"))) {
            eventually(() -> assertThat(health(broker)).isEqualTo(Status.UP));
            worker.frame("SUBSCRIBE", "", "id:1", "destination:/queue/headers");
            var frames = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                frames.append("SEND\ndestination:/queue/headers\nn:" + i + "\n\n" + i + "\0");
            }
            way.holdAnswers(true);

            publisher.raw(frames.toString().getBytes(StandardCharsets.US_ASCII));

            for (int i = 0; i < 20; i++) {
                var message = worker.hear();
                assertThat(message.body()).isEqualTo(Integer.toString(i));
                assertThat(message.header("n")).isEqualTo(Integer.toString(i));
            }
            way.holdAnswers(false);
            publisher.frame("SEND", "last", "destination:/queue/headers", "receipt:last");
            assertThat(publisher.hear().header("receipt-id")).isEqualTo("last");
            assertThat(worker.hearMessage()).isEqualTo("last");
        }
    }

    @Test
    void aStalledWorkerHoldsNoMoreThanItsCreditAndGivesItBackWhenItIsGone() throws IOException {
        try (var publisher = FramesPeer.publisher(b.door("frames"));
                var stalled = StompPeer.connected(a.door("stomp"))) {
            stalled.frame(
                    "SUBSCRIBE",
                    "",
                    "id:1",
                    "destination:/queue/stalled",
                    "ack:client-individual",
                    "prefetch-count:5");
            var texts = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
            publisher.publish("/queue/stalled", texts.toArray(String[]::new));
            var held = new TreeSet<String>();
            for (int i = 0; i < 5; i++) {
                held.add(stalled.hearMessage());
            }

            try (var worker = FramesPeer.subscribed(b.door("frames"), "/queue/stalled")) {
                var others = new TreeSet<>(worker.receive(35));
                assertThat(others).hasSize(35).doesNotContainAnyElementsOf(held);
                assertThat(stalled.hearsNothingFor(Duration.ofMillis(100))).isTrue();

                stalled.reset();

                assertThat(new TreeSet<>(worker.receive(5))).isEqualTo(held);
            }
        }
    }

    @Test
    void repliesFindTheirWayToAnotherBroker() throws IOException {
        try (var asks = StompPeer.connected(a.door("stomp"));
                var answers = StompPeer.connected(b.door("stomp"))) {
            answers.frame("SUBSCRIBE", "", "id:1", "destination:/queue/questions");
            asks.frame("SEND", "?", "destination:/queue/questions", "reply-to:/temp-queue/me");

            var question = answers.hear();
            answers.frame("SEND", "!", "destination:" + question.header("reply-to"));

            assertThat(asks.hearMessage()).isEqualTo("!");
        }
    }

    @Test
    void readsOnWhenNatsHasForgottenWhoReads() throws Exception {
        try (var publisher = FramesPeer.publisher(a.door("frames"));
                var worker = FramesPeer.subscribed(b.door("frames"), "/queue/forgotten")) {
            publisher.publish("/queue/forgotten", "before");
            assertThat(worker.receive()).isEqualTo("before");

            var session = Objects.requireNonNull(b.bean(NatsEngine.class).link().session());
            var consumer = QueueStream.consumerOf(ChannelName.of("/queue/forgotten"));
            assertThat(session.management().deleteConsumer("automat-queues", consumer)).isTrue();
            publisher.publish("/queue/forgotten", "after");

            var next = worker.receive();
            while (next.equals("before")) {
                // The consumer went before it knew that this was done: it comes once more.
                next = worker.receive();
            }
            assertThat(next).isEqualTo("after");
        }
    }

    @Test
    void refusesWhatIsTooLargeForNats() throws IOException {
        try (var publisher = FramesPeer.publisher(a.door("frames"))) {
            publisher.publish("/queue/large", "x".repeat(1_100_000));

            assertThat(publisher.isClosedByBroker()).isTrue();
        }
    }

    @Test
    void pressesPublishersWhileNatsIsAwayAndLosesNothing() throws IOException {
        try (var publisher = StompPeer.connected(a.door("stomp"));
                var worker = StompPeer.connected(b.door("stomp"));
                var subscriber = StompPeer.connected(b.door("stomp"))) {
            worker.frame("SUBSCRIBE", "", "id:1", "destination:/queue/away");
            subscriber.frame("SUBSCRIBE", "", "id:1", "destination:/topic/away");
            send(publisher, "before");
            assertThat(publisher.hear().header("receipt-id")).isEqualTo("before");
            assertThat(worker.hearMessage()).isEqualTo("before");

            nats.stop();
            eventually(() -> assertThat(health(a)).isEqualTo(Status.DOWN));
            send(publisher, "during");
            assertThat(publisher.hearsNothingFor(Duration.ofMillis(300))).isTrue();
            nats.start();

            assertThat(publisher.hear().header("receipt-id")).isEqualTo("during");
            assertThat(worker.hearMessage()).isEqualTo("during");
            eventually(() -> assertThat(health(a)).isEqualTo(Status.UP));
            eventually(() -> assertThat(health(b)).isEqualTo(Status.UP));
            awaitSubscribed(publisher, "/topic/away", subscriber::hearMessage);
        }
    }

    private static void send(StompPeer publisher, String text) throws IOException {
        publisher.frame("SEND", text, "destination:/queue/away", "receipt:" + text);
    }

    @Test
    void whatWasConfirmedIsProcessedThoughABrokerIsKilledAtWork() throws IOException {
        Set<String> confirmed = new ConcurrentSkipListSet<>();
        Set<String> processed = ConcurrentHashMap.newKeySet();
        var workers = new ArrayList<Thread>();
        try (var killed = new BrokerProcess(properties())) {
            for (int i = 0; i < 4; i++) {
                var first = i < 2 ? killed.stomp() : b.door("stomp");
                workers.add(Thread.ofVirtual().start(() -> work(first, processed)));
            }
            var publishers = new ArrayList<Thread>();
            for (var door : List.of(killed.stomp(), a.door("stomp"))) {
                var name = "from " + door.getPort() + " ";
                publishers.add(Thread.ofVirtual().start(() -> publish(door, name, confirmed)));
            }

            var its = "from " + killed.stomp().getPort() + " ";
            eventually(() -> {
                assertThat(processed).hasSizeGreaterThan(100);
                assertThat(confirmed).anyMatch(text -> text.startsWith(its));
            });
            killed.kill();
            publishers.forEach(NatsIT::join);

            assertThat(confirmed).hasSizeGreaterThan(MESSAGES);
            eventually(() -> assertThat(processed).containsAll(confirmed));
        } finally {
            workers.forEach(Thread::interrupt);
        }
    }

    /** Publishes, and notes what the broker has confirmed, until all is or the broker is gone. */
    private static void publish(InetSocketAddress door, String name, Set<String> confirmed) {
        try (var peer = StompPeer.connected(door)) {
            for (int i = 0; i < MESSAGES; i++) {
                var text = name + i;
                peer.frame("SEND", text, "destination:/queue/killed", "receipt:" + text);
                assertThat(peer.hear().header("receipt-id")).isEqualTo(text);
                confirmed.add(text);
            }
        } catch (IOException e) {
            // Killed, and what was not confirmed may be lost.
        }
    }

    /** Works at one broker, and when that is gone at another. */
    private static void work(InetSocketAddress first, Set<String> processed) {
        try {
            workAt(first, processed);
        } catch (EOFException | SocketException e) {
            try {
                workAt(b.door("stomp"), processed);
            } catch (IOException after) {
                // The test is over.
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void workAt(InetSocketAddress door, Set<String> processed) throws IOException {
        try (var peer = StompPeer.connected(door)) {
            peer.frame(
                    "SUBSCRIBE",
                    "",
                    "id:1",
                    "destination:/queue/killed",
                    "ack:client-individual",
                    "prefetch-count:10");
            while (!Thread.currentThread().isInterrupted()) {
                var message = peer.hear();
                processed.add(message.body());
                peer.frame("ACK", "", "id:" + message.header("ack"));
            }
        }
    }
}
