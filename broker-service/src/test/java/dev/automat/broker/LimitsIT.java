package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.Connections;
import dev.automat.broker.server.Refusal;
import dev.automat.broker.server.Refusals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the broker refuses, and that those who behave do not feel it. */
class LimitsIT {

    private static RunningBroker broker;
    private static InetSocketAddress door;

    private final List<FramesPeer> peers = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker =
                RunningBroker.start(
                        "automat.broker.server.max-connections=20",
                        "automat.broker.frames.first-frame-timeout=2s",
                        "automat.broker.frames.frame-timeout=2s",
                        "automat.broker.frames.leave-timeout=1s",
                        "automat.broker.frames.max-frame=1MB",
                        "automat.broker.channels.max=50",
                        "automat.broker.channels.pinned-memory=8MB",
                        "automat.broker.channels.rules[0].pattern=/topic/strict/**",
                        "automat.broker.channels.rules[0].when-full=disconnect");
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
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
        // Some junk is a message to some channel.
        broker.bean(Engine.class).discardWaiting();
        assertThat(broker.bean(PinnedMemory.class).pinned()).isZero();
    }

    private FramesPeer with(FramesPeer peer) {
        peers.add(peer);
        return peer;
    }

    private static long count(Refusal refusal) {
        return broker.bean(Refusals.class).count(refusal);
    }

    private static void assertStillServes() throws IOException {
        try (var peer = FramesPeer.subscribed(door, "/queue/alive")) {
            peer.publish("/queue/alive", "yes");
            assertThat(peer.receive()).isEqualTo("yes");
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        long before = count(Refusal.NO_GREETING);
        var silent = with(FramesPeer.silent(door));
        var halfway = with(FramesPeer.silent(door));
        halfway.say(new byte[] {0, 0, 0});

        assertThat(silent.isClosedByBroker()).isTrue();
        assertThat(halfway.isClosedByBroker()).isTrue();
        assertThat(count(Refusal.NO_GREETING)).isEqualTo(before + 2);
    }

    @Test
    void aConnectionThatStopsWithinAFrameIsClosed() throws IOException {
        long before = count(Refusal.FRAME_TIMEOUT);
        var peer = with(FramesPeer.publisher(door));
        peer.say(new byte[] {0, 0, 0, 9, '/'});

        assertThat(peer.isClosedByBroker()).isTrue();
        assertThat(count(Refusal.FRAME_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void aConnectionThatIsQuietBetweenFramesStays() throws IOException {
        var quiet = with(FramesPeer.subscribed(door, "/topic/quiet"));
        var silent = with(FramesPeer.silent(door));
        assertThat(silent.isClosedByBroker()).isTrue();

        quiet.publish("/topic/quiet", "still here");

        assertThat(quiet.receive()).isEqualTo("still here");
    }

    @Test
    void aHeaderThatAnnouncesFourGibibytesIsRefusedAtOnce() throws IOException {
        long before = count(Refusal.FRAME_TOO_LARGE);
        var peer = with(FramesPeer.publisher(door));
        peer.say(FramesPeer.frames("/queue/x"));
        peer.say(new byte[] {-1, -1, -1, -1});

        assertThat(peer.isClosedByBroker()).isTrue();
        assertThat(count(Refusal.FRAME_TOO_LARGE)).isEqualTo(before + 1);
        assertStillServes();
    }

    @Test
    void tooLongANameIsRefusedAtItsHeader() throws IOException {
        long before = count(Refusal.NAME_TOO_LONG);
        var asSubscription = with(FramesPeer.silent(door));
        asSubscription.say(new byte[] {0, 0, 4, 1});
        var asChannel = with(FramesPeer.publisher(door));
        asChannel.say(new byte[] {0, 0, 4, 1});

        assertThat(asSubscription.isClosedByBroker()).isTrue();
        assertThat(asChannel.isClosedByBroker()).isTrue();
        assertThat(count(Refusal.NAME_TOO_LONG)).isEqualTo(before + 2);
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndThoseWithinAreServed() throws IOException {
        long before = count(Refusal.TOO_MANY_CONNECTIONS);
        for (int i = 0; i < 20; i++) {
            with(FramesPeer.subscribed(door, "/topic/crowd"));
        }
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isEqualTo(20));

        var beyond = with(FramesPeer.silent(door));

        assertThat(beyond.isClosedByBroker()).isTrue();
        assertThat(count(Refusal.TOO_MANY_CONNECTIONS)).isEqualTo(before + 1);
        peers.getFirst().publish("/topic/crowd", "served");
        assertThat(peers.get(1).receive()).isEqualTo("served");
    }

    @Test
    void aSlowSubscriberOfATopicThatAsksForItIsDisconnectedAndRemembered() throws IOException {
        long before = count(Refusal.SLOW_SUBSCRIBER);
        with(FramesPeer.stalled(door, "/topic/strict/prices"));
        var publisher = with(FramesPeer.publisher(door));
        // On a thread of its own: once nobody subscribes any more, the publisher has to wait.
        Thread.ofVirtual().start(() -> publishUntilReset(publisher, "/topic/strict/prices"));

        eventually(() -> assertThat(count(Refusal.SLOW_SUBSCRIBER)).isEqualTo(before + 1));
        // The publisher, which is held from now on, may have been closed since.
        var last =
                broker.bean(Refusals.class).recent().stream()
                        .filter(closing -> closing.reason().equals("slow_subscriber"))
                        .findFirst()
                        .orElseThrow();
        assertThat(last.detail()).isEqualTo("subscribed to /topic/strict/prices");
        assertThat(last.peer()).startsWith("/127.0.0.1:");
    }

    private static void publishUntilReset(FramesPeer publisher, String channel) {
        try {
            for (int i = 0; i < 40; i++) {
                publisher.publish(channel, "x".repeat(500_000));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    @Test
    void tooManyChannelsAreRefusedToWhoAsksForThem() throws IOException {
        long before = count(Refusal.TOO_MANY_CHANNELS);
        var greedy = with(FramesPeer.publisher(door));
        // At once, for the refusal may end the connection between two of them.
        greedy.say(
                FramesPeer.frames(
                        IntStream.range(0, 60)
                                .boxed()
                                .flatMap(i -> Stream.of("/topic/" + i, "x"))
                                .toArray(String[]::new)));

        assertThat(greedy.isClosedByBroker()).isTrue();
        assertThat(count(Refusal.TOO_MANY_CHANNELS)).isEqualTo(before + 1);
        assertThat(broker.bean(Engine.class).channels()).hasSize(50);
    }

    @Test
    void hoardersOfMemoryArePressedAtTheCeilingAndOthersServed() throws IOException {
        var memory = broker.bean(PinnedMemory.class);
        var worker = with(FramesPeer.subscribed(door, "/queue/alive"));
        var publisher = with(FramesPeer.publisher(door));
        // Each announces a large message and sends most of it, which no held publisher gives back.
        for (int i = 0; i < 15; i++) {
            hoard(with(FramesPeer.publisher(door)), "/queue/" + i);
        }

        publisher.publish("/queue/alive", "served");

        assertThat(worker.receive()).isEqualTo("served");
        assertThat(memory.isOverrun()).isFalse();
    }

    private static void hoard(FramesPeer hoarder, String channel) {
        try {
            hoarder.say(FramesPeer.frames(channel));
            hoarder.say(new byte[] {0, 15, 0, 0});
            hoarder.say(new byte[900_000]);
        } catch (IOException _) {
            // What stays unfinished is cut, on a busy machine before it is written.
        }
    }

    @Test
    void whoPinsMostMustGoWhenHoldingPublishersIsNotEnough() throws IOException {
        long before = count(Refusal.OUT_OF_MEMORY);
        var memory = broker.bean(PinnedMemory.class);
        var worst = with(FramesPeer.publisher(door));
        worst.publish("/queue/nobody", "x".repeat(100_000), "x".repeat(100_000));
        var harmless = with(FramesPeer.subscribed(door, "/queue/harmless"));
        with(FramesPeer.publisher(door)).publish("/queue/harmless", "before");
        assertThat(harmless.receive()).isEqualTo("before");

        memory.pin(memory.ceiling() + memory.ceiling() / 4);
        try {
            worst.publish("/queue/nobody", "y".repeat(100_000));
            eventually(() -> assertThat(count(Refusal.OUT_OF_MEMORY)).isGreaterThan(before));
        } finally {
            memory.unpin(memory.ceiling() + memory.ceiling() / 4);
        }

        assertThat(worst.isClosedByBroker()).isTrue();
    }

    @Test
    void aLeavingSubscriberThatDoesNotReadIsCut() throws IOException {
        long before = count(Refusal.RESIDUE_NOT_TAKEN);
        var stalled = with(FramesPeer.stalled(door, "/topic/leaving"));
        var publisher = with(FramesPeer.publisher(door));
        publishUntilReset(publisher, "/topic/leaving");

        stalled.goodBye();

        eventually(() -> assertThat(count(Refusal.RESIDUE_NOT_TAKEN)).isEqualTo(before + 1));
    }

    @Test
    void junkOfAnyKindHarmsNobody() throws IOException {
        var steady = with(FramesPeer.subscribed(door, "/topic/steady"));

        for (long seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var junk = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(junk);
            if (seed % 3 == 0) {
                // Short frames, so that the junk is understood as far as may be.
                for (int i = 0; i + 4 < junk.length; i += 4 + junk[i + 3]) {
                    junk[i] = 0;
                    junk[i + 1] = 0;
                    junk[i + 2] = 0;
                    junk[i + 3] = (byte) random.nextInt(20);
                }
            }
            try (var peer = FramesPeer.silent(door)) {
                peer.say(junk);
                peer.endOutput();
            } catch (IOException _) {
                // Refused before all was said.
            }
        }
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isEqualTo(1));

        steady.publish("/topic/steady", "unharmed");
        assertThat(steady.receive()).isEqualTo("unharmed");
    }
}
