package dev.automat.broker;

import static dev.automat.broker.Eventually.eventually;
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
                        "automat.broker.frames.first-frame-timeout=1s",
                        "automat.broker.frames.frame-timeout=1s",
                        "automat.broker.frames.leave-timeout=1s",
                        "automat.broker.frames.max-frame=1MB");
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
    void aLeavingSubscriberThatDoesNotReadIsCut() throws IOException {
        long before = count(Refusal.RESIDUE_NOT_TAKEN);
        var stalled = with(FramesPeer.stalled(door, "/topic/leaving"));
        var publisher = with(FramesPeer.publisher(door));
        for (int i = 0; i < 40; i++) {
            publisher.publish("/topic/leaving", "x".repeat(500_000));
        }

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
            }
        }
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isEqualTo(1));

        steady.publish("/topic/steady", "unharmed");
        assertThat(steady.receive()).isEqualTo("unharmed");
    }
}
