package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelSnapshot;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the frames door promises, over real sockets. */
class FramesIT {

    private static final Duration A_WHILE = Duration.ofMillis(200);

    private static RunningBroker broker;
    private static InetSocketAddress door;

    private final List<FramesPeer> peers = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker = RunningBroker.start("automat.broker.frames.departed-timeout=10s");
        door = broker.door("frames");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void leaveNothing() throws IOException {
        for (var peer : peers) {
            peer.reset();
        }
        eventually(() -> assertThat(connections()).isEmpty());
        broker.bean(Engine.class).discardWaiting();
        assertThat(broker.bean(Engine.class).channels()).isEmpty();
        assertThat(broker.bean(PinnedMemory.class).pinned()).isZero();
    }

    private FramesPeer with(FramesPeer peer) {
        peers.add(peer);
        return peer;
    }

    /** Subscribes and waits until the broker knows, so that the order of subscribers is certain. */
    private FramesPeer subscriber(String channel) throws IOException {
        int before = subscribers(channel);
        var peer = with(FramesPeer.subscribed(door, channel));
        eventually(() -> assertThat(subscribers(channel)).isEqualTo(before + 1));
        return peer;
    }

    private FramesPeer publisher() throws IOException {
        return with(FramesPeer.publisher(door));
    }

    private static List<ConnectionSnapshot> connections() {
        return broker.bean(Connections.class).snapshots();
    }

    /** What is known of a channel; all zero when it is not in use. */
    private static ChannelSnapshot channel(String name) {
        return broker.bean(Engine.class).channels().stream()
                .filter(channel -> channel.name().toString().equals(name))
                .findAny()
                .orElseGet(() -> new ChannelSnapshot(ChannelName.of(name), 0, 0, 0, 0, 0));
    }

    private static int subscribers(String name) {
        return channel(name).subscribers();
    }

    private static String[] numbered(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static void awaitPausedPublisher() {
        eventually(() -> assertThat(connections()).anyMatch(ConnectionSnapshot::paused));
    }

    @Test
    void aQueueGivesEachMessageToOneWorkerInTurnStartingWithTheNewest() throws IOException {
        var first = subscriber("/queue/work");
        var second = subscriber("/queue/work");
        var newest = subscriber("/queue/work");

        publisher().publish("/queue/work", numbered(1, 6));

        assertThat(newest.receive(2)).containsExactly("1", "4");
        assertThat(second.receive(2)).containsExactly("2", "5");
        assertThat(first.receive(2)).containsExactly("3", "6");
        assertThat(first.receivesNothingFor(A_WHILE)).isTrue();
    }

    @Test
    void aTopicGivesEachMessageToEverySubscriber() throws IOException {
        var first = subscriber("/topic/news");
        var second = subscriber("/topic/news");
        var other = subscriber("/topic/other");

        publisher().publish("/topic/news", numbered(1, 1_000));

        assertThat(first.receive(1_000)).containsExactly(numbered(1, 1_000));
        assertThat(second.receive(1_000)).containsExactly(numbered(1, 1_000));
        assertThat(other.receivesNothingFor(A_WHILE)).isTrue();
    }

    @Test
    void oneConnectionMayPublishAndSubscribeAndHearItself() throws IOException {
        var peer = subscriber("/topic/self");

        peer.publish("/topic/self", "echo");

        assertThat(peer.receive()).isEqualTo("echo");
    }

    @Test
    void keepsTheOrderOfEachChannelWhenTheyAreMixed() throws IOException {
        var ones = subscriber("/topic/1");
        var twos = subscriber("/queue/2");
        var publisher = publisher();

        for (var text : numbered(1, 500)) {
            publisher.publish("/topic/1", text);
            publisher.publish("/queue/2", text);
        }

        assertThat(ones.receive(500)).containsExactly(numbered(1, 500));
        assertThat(twos.receive(500)).containsExactly(numbered(1, 500));
    }

    @Test
    void largeMessagesPassWhole() throws IOException {
        var subscriber = subscriber("/topic/large");
        var large = "0123456789abcdef".repeat(1 << 20);

        var publisher = publisher();

        publisher.publish("/topic/large", "before");
        assertThat(subscriber.receive()).isEqualTo("before");
        publisher.publish("/topic/large", large, "after");

        assertThat(subscriber.receive()).isEqualTo(large);
        assertThat(subscriber.receive()).isEqualTo("after");
    }

    @Test
    void messagesWaitUpToTheBoundAndThenThePublisherIsNotReadUntilSomebodyComes()
            throws IOException {
        var publisher = publisher();

        publisher.publish("/topic/nobody", numbered(1, 25));
        awaitPausedPublisher();
        assertThat(channel("/topic/nobody").waiting()).isEqualTo(10);
        publisher.publish("/topic/nobody", numbered(26, 30));
        var subscriber = subscriber("/topic/nobody");

        assertThat(subscriber.receive(30)).containsExactly(numbered(1, 30));
        eventually(() -> assertThat(connections()).noneMatch(ConnectionSnapshot::paused));
    }

    @Test
    void aHeldPublisherHarmsNoOther() throws IOException {
        var held = publisher();
        held.publish("/queue/nobody", numbered(1, 25));
        awaitPausedPublisher();

        var subscriber = subscriber("/queue/other");
        publisher().publish("/queue/other", "passes");

        assertThat(subscriber.receive()).isEqualTo("passes");
    }

    @Test
    void aStalledSubscriberAmongTenLosesItsOldestAndHarmsNoneOfTheOthers() throws IOException {
        var quick = new ArrayList<FramesPeer>();
        for (int i = 0; i < 9; i++) {
            quick.add(subscriber("/topic/many"));
        }
        var stalled = with(FramesPeer.stalled(door, "/topic/many"));
        eventually(() -> assertThat(subscribers("/topic/many")).isEqualTo(10));
        var publisher = publisher();
        var filling = "-".repeat(10_000);
        long mostPinned = 0;

        for (int round = 0; round < 40; round++) {
            // 500 kB a round, and the next when all but one have it.
            for (int i = 0; i < 50; i++) {
                publisher.publish("/topic/many", (round * 50 + i) + filling);
            }
            for (var peer : quick) {
                for (int i = 0; i < 50; i++) {
                    assertThat(peer.receive()).startsWith((round * 50 + i) + "-");
                }
            }
            mostPinned = Math.max(mostPinned, broker.bean(PinnedMemory.class).pinned());
        }

        assertThat(mostPinned).isLessThan(8 << 20);
        assertThat(channel("/topic/many").dropped()).isPositive();
        int last = -1;
        while (last < 40 * 50 - 1) {
            int number = Integer.parseInt(stalled.receive().replace("-", ""));
            assertThat(number).isGreaterThan(last);
            last = number;
        }
    }

    @Test
    void aStalledWorkerIsPassedOverAndKeepsNothingWhenItGoes() throws IOException {
        var stalled = with(FramesPeer.stalled(door, "/queue/stalled"));
        eventually(() -> assertThat(subscribers("/queue/stalled")).isEqualTo(1));
        var busy = subscriber("/queue/stalled");
        var publisher = publisher();
        var filling = "-".repeat(10_000);
        int total = 1_000;

        // On a thread of its own: it has to wait whenever no worker takes more.
        var publishing =
                CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < total; i++) {
                        publish(publisher, "/queue/stalled", i + filling);
                    }
                });
        var received = new ArrayList<>(busy.receive(total / 4));
        // What the kernel took for the stalled worker cannot come back; the rest must.
        stalled.reset();
        while (!received.getLast().startsWith((total - 1) + "-")) {
            received.add(busy.receive());
        }
        while (!busy.receivesNothingFor(A_WHILE)) {
            received.add("another");
        }
        publishing.join();

        assertThat(new HashSet<>(received)).hasSizeGreaterThan(total / 2);
        assertThat(received.size()).isGreaterThan(total - 700);
    }

    private static void publish(FramesPeer publisher, String channel, String text) {
        try {
            publisher.publish(channel, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aResetWorkerGivesBackWhatWasNotWritten() throws IOException {
        var lost = with(FramesPeer.stalled(door, "/queue/reset"));
        eventually(() -> assertThat(subscribers("/queue/reset")).isEqualTo(1));
        var large = "x".repeat(8 << 20);
        publisher().publish("/queue/reset", large, "second", "third");
        eventually(() -> assertThat(channel("/queue/reset").in()).isEqualTo(3));

        lost.reset();
        eventually(() -> assertThat(subscribers("/queue/reset")).isZero());
        var next = subscriber("/queue/reset");

        assertThat(next.receive()).isEqualTo(large);
        assertThat(next.receive(2)).containsExactly("second", "third");
    }

    @Test
    void resetSubscribersNeverReachThePublisher() throws IOException {
        var steady = subscriber("/topic/reset");
        var publisher = publisher();

        for (int i = 0; i < 50; i++) {
            var unlucky = with(FramesPeer.stalled(door, "/topic/reset"));
            publisher.publish("/topic/reset", i + "a", i + "b");
            unlucky.reset();
            publisher.publish("/topic/reset", i + "c");
            assertThat(steady.receive(3)).containsExactly(i + "a", i + "b", i + "c");
        }
    }

    @Test
    void publishThenCloseLosesNothing() throws IOException {
        var subscriber = subscriber("/queue/closing");

        for (int i = 0; i < 20; i++) {
            var publisher = FramesPeer.publisher(door);
            publisher.publish("/queue/closing", numbered(1, 500));
            publisher.close();
            assertThat(subscriber.receive(500)).containsExactly(numbered(1, 500));
        }
    }

    @Test
    void publishThenCloseLosesNothingAlsoWhenTheWorkerComesLater() throws IOException {
        var publisher = FramesPeer.publisher(door);
        publisher.publish("/queue/later", numbered(1, 200));
        publisher.close();
        eventually(() -> assertThat(channel("/queue/later").in()).isPositive());

        assertThat(subscriber("/queue/later").receive(200)).containsExactly(numbered(1, 200));
    }

    @Test
    void aGoodByeIsAnsweredWithTheRestAndTheEndOfTheStream() throws IOException {
        var leaving = subscriber("/topic/leaving");
        publisher().publish("/topic/leaving", numbered(1, 100));
        eventually(() -> assertThat(channel("/topic/leaving").in()).isEqualTo(100));

        leaving.goodBye();

        assertThat(leaving.receiveAll()).containsExactly(numbered(1, 100));
    }

    @Test
    void aGoodByeInPlaceOfTheFirstFrameEndsTheConnection() throws IOException {
        var peer = with(FramesPeer.silent(door));

        peer.goodBye();

        assertThat(peer.receiveAll()).isEmpty();
    }

    @Test
    void anEndedOutputSaysGoodByeAsWell() throws IOException {
        var peer = subscriber("/topic/half");
        peer.publish("/topic/half", "last");

        peer.endOutput();

        assertThat(peer.receiveAll()).isSubsetOf("last");
        eventually(() -> assertThat(subscribers("/topic/half")).isZero());
    }

    @Test
    void emptyDataIsNeverDelivered() throws IOException {
        var subscriber = subscriber("/topic/empty");
        long before = broker.bean(Traffic.class).swallowed();

        publisher().publish("/topic/empty", "", "full", "");

        assertThat(subscriber.receive()).isEqualTo("full");
        eventually(() -> assertThat(broker.bean(Traffic.class).swallowed()).isEqualTo(before + 2));
    }

    @Test
    void nowhereSwallowsAnyAmountAndDeliversNothing() throws IOException {
        var subscriber = with(FramesPeer.subscribed(door, "/null"));
        long before = broker.bean(Traffic.class).swallowed();

        publisher().publish("/null", numbered(1, 1_000));

        eventually(
                () -> assertThat(broker.bean(Traffic.class).swallowed()).isEqualTo(before + 1_000));
        assertThat(subscriber.receivesNothingFor(A_WHILE)).isTrue();
    }

    @Test
    void aPausedPublisherThatIsResetIsNoticed() throws IOException {
        var publisher = publisher();
        publisher.publish("/queue/dying", numbered(1, 25));
        awaitPausedPublisher();

        publisher.reset();

        eventually(() -> assertThat(connections()).isEmpty());
    }

    @Test
    void aPausedPublisherThatLeavesWithInputUnreadIsNoticed() throws IOException {
        var publisher = publisher();
        publisher.publish("/queue/leaving", numbered(1, 25));
        awaitPausedPublisher();
        // More than one read takes, so that the end of the stream stays out of its sight.
        publisher.publish("/queue/leaving", "x".repeat(30_000), "x".repeat(30_000));

        publisher.endOutput();

        eventually(() -> assertThat(connections()).isEmpty());
    }

    @Test
    void whatADepartedPublisherSentBeforeIsStillTaken() throws IOException {
        var publisher = publisher();
        publisher.publish("/queue/legacy", numbered(1, 40));
        awaitPausedPublisher();

        publisher.endOutput();

        assertThat(subscriber("/queue/legacy").receive(40)).containsExactly(numbered(1, 40));
    }
}
