package dev.automat.zmtp;

import static dev.automat.test.Eventually.eventually;
import static dev.automat.zmtp.Sockets.ANY_PORT;
import static dev.automat.zmtp.Sockets.addressOf;
import static dev.automat.zmtp.Sockets.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.Unpooled;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class SocketPairsIT {

    private final Sockets sockets = new Sockets();
    private final Inbox inbox = new Inbox();

    @AfterEach
    void closeSockets() {
        sockets.close();
    }

    @Test
    void aConnectedPublisherReachesABoundSubscriber() throws Exception {
        var sub = sockets.start(ZmtpSocket.sub().bind(ANY_PORT).onMessage(inbox));
        var pub = sockets.start(ZmtpSocket.pub().connect(addressOf(sub)));

        awaitSubscriber(pub, "hello");

        assertThat(pub.send(bytes("one"), bytes(""), bytes("three"))).isTrue();
        eventually(() -> assertThat(inbox.messages()).contains("one||three"));
    }

    @Test
    void aBoundPublisherReachesItsSubscribersByPrefix() throws Exception {
        var other = new Inbox();
        var pub = sockets.start(ZmtpSocket.pub().bind(ANY_PORT));
        sockets.start(ZmtpSocket.sub().connect(addressOf(pub)).subscribe("red").onMessage(inbox));
        sockets.start(
                ZmtpSocket.sub()
                        .connect(addressOf(pub))
                        .subscribe("blue")
                        .subscribe("red.x")
                        .onMessage(other));

        eventually(() -> {
            pub.send(bytes("red.x"));
            pub.send(bytes("blue"));
            pub.send(bytes("green"));
            pub.send(bytes("re"));
            assertThat(inbox.messages()).isNotEmpty();
            assertThat(other.messages()).contains("blue", "red.x");
        });

        assertThat(inbox.messages()).containsOnly("red.x");
        assertThat(other.messages()).containsOnly("blue", "red.x");
    }

    @Test
    void subscriptionsChangeWhileTheSocketRuns() throws Exception {
        var pub = sockets.start(ZmtpSocket.pub().bind(ANY_PORT));
        var sub =
                sockets.start(
                        ZmtpSocket.sub()
                                .connect(addressOf(pub))
                                .subscribe("keep")
                                .onMessage(inbox));

        sub.subscribe(bytes("new"));
        sub.subscribe(bytes("new"));
        eventually(() -> {
            pub.send(bytes("new 1"));
            assertThat(inbox.messages()).contains("new 1");
        });
        sub.unsubscribe(bytes("new"));
        eventually(() -> {
            pub.send(bytes("new 2"));
            assertThat(inbox.messages()).contains("new 2");
        });
        sub.unsubscribe(bytes("new"));
        pub.send(bytes("new 3"));
        pub.send(bytes("keep 1"));

        eventually(() -> assertThat(inbox.messages()).contains("keep 1"));
        assertThat(inbox.messages()).doesNotContain("new 3");
    }

    @Test
    void pushTakesTurnsAndLosesNothing() throws Exception {
        var other = new Inbox();
        var push = sockets.start(ZmtpSocket.push().bind(ANY_PORT));
        sockets.start(ZmtpSocket.pull().connect(addressOf(push)).onMessage(inbox));
        sockets.start(ZmtpSocket.pull().connect(addressOf(push)).onMessage(other));
        eventually(() -> assertThat(push.counters().peers()).isEqualTo(2));

        for (int i = 0; i < 100; i++) {
            assertThat(push.send(bytes("" + i))).isTrue();
        }

        eventually(() -> {
            assertThat(inbox.messages()).hasSize(50);
            assertThat(other.messages()).hasSize(50);
        });
        assertThat(inbox.messages()).doesNotContainAnyElementsOf(other.messages());
    }

    @Test
    void oneSocketSpeaksAtSeveralEndpoints() throws Exception {
        var pull = sockets.start(ZmtpSocket.pull().bind(ANY_PORT).bind(ANY_PORT).onMessage(inbox));
        var first = pull.localAddresses().get(0);
        var second = pull.localAddresses().get(1);
        var third = sockets.start(ZmtpSocket.pull().bind(ANY_PORT).onMessage(inbox));
        var push =
                sockets.start(
                        ZmtpSocket.push().connect(first).connect(second).connect(addressOf(third)));
        eventually(() -> assertThat(push.counters().peers()).isEqualTo(3));

        IntStream.range(0, 3).forEach(i -> assertThat(push.send(bytes("" + i))).isTrue());

        eventually(() -> assertThat(inbox.messages()).containsExactlyInAnyOrder("0", "1", "2"));
        eventually(() -> assertThat(pull.counters().messagesReceived()).isEqualTo(2));
    }

    @Test
    void keepsTheOrderAndTheBytesOfALargeLoad() throws Exception {
        var pull = sockets.start(ZmtpSocket.pull().bind(ANY_PORT).onMessage(inbox));
        var push = sockets.start(ZmtpSocket.push().connect(addressOf(pull)));
        eventually(() -> assertThat(push.counters().peers()).isEqualTo(1));
        var expected = IntStream.range(0, 3_000).mapToObj(i -> i + "x".repeat(i % 700)).toList();

        for (var text : expected) {
            eventually(() -> assertThat(push.send(bytes(text))).isTrue());
        }

        eventually(() -> assertThat(inbox.messages()).isEqualTo(expected));
    }

    @Test
    void takesOverTheBuffersItIsGiven() throws Exception {
        var pull = sockets.start(ZmtpSocket.pull().bind(ANY_PORT).onMessage(inbox));
        var push = sockets.start(ZmtpSocket.push().connect(addressOf(pull)));
        var early = Unpooled.copiedBuffer(bytes("early"));
        eventually(() -> assertThat(push.counters().peers()).isEqualTo(1));
        var part = Unpooled.copiedBuffer(bytes("part"));

        push.send(early, part);

        assertThat(early.refCnt()).isZero();
        assertThat(part.refCnt()).isZero();
        eventually(() -> assertThat(inbox.messages()).containsExactly("early|part"));
    }

    @Test
    void tellsOfPeersThatComeAndGo() throws Exception {
        var sub = sockets.start(ZmtpSocket.sub().bind(ANY_PORT).onPeer(inbox));
        var pub = sockets.start(ZmtpSocket.pub().connect(addressOf(sub)));
        eventually(() -> assertThat(inbox.connected()).hasSize(1));
        // With bytes unread it would leave with a reset, which is a lost connection.
        eventually(() -> assertThat(pub.counters().peers()).isEqualTo(1));

        pub.close();

        eventually(() ->
                assertThat(inbox.disconnected()).containsExactly(DisconnectReason.CLOSED_BY_PEER));
        var peer = inbox.connected().getFirst();
        assertThat(peer.isInbound()).isTrue();
        assertThat(peer.socketType()).isEqualTo("PUB");
        assertThat(peer.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(sub.counters().peers()).isZero();
    }

    @Test
    void aPeerThatWeDisconnectMayComeBack() throws Exception {
        var sub = sockets.start(ZmtpSocket.sub().bind(ANY_PORT).onPeer(inbox));
        sockets.start(ZmtpSocket.pub().connect(addressOf(sub)));
        eventually(() -> assertThat(inbox.connected()).hasSize(1));

        inbox.connected().getFirst().disconnect();

        eventually(() -> assertThat(inbox.connected()).hasSize(2));
        assertThat(inbox.disconnected()).containsExactly(DisconnectReason.DISCONNECTED);
    }

    @Test
    void aConnectedSocketFindsARestartedOne() throws Exception {
        var first = sockets.start(ZmtpSocket.sub().bind(ANY_PORT).onMessage(inbox));
        var address = addressOf(first);
        var pub =
                sockets.start(
                        ZmtpSocket.pub()
                                .connect(
                                        InetSocketAddress.createUnresolved(
                                                "127.0.0.1", address.getPort())));
        awaitSubscriber(pub, "before");

        first.close();
        eventually(() -> assertThat(pub.counters().peers()).isZero());
        sockets.start(ZmtpSocket.sub().bind(address).onMessage(inbox));

        awaitSubscriber(pub, "after");
    }

    @Test
    void worksOnTheCallersEventLoopsAndLeavesThemRunning() throws Exception {
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            var pull =
                    sockets.start(
                            ZmtpSocket.pull().bind(ANY_PORT).eventLoops(loops).onMessage(inbox));
            var push = sockets.start(ZmtpSocket.push().connect(addressOf(pull)).eventLoops(loops));
            eventually(() -> assertThat(push.send(bytes("a"))).isTrue());
            eventually(() -> assertThat(inbox.messages()).containsExactly("a"));

            pull.close();
            push.close();

            assertThat(loops.isShuttingDown()).isFalse();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void writesWhatWaitsBeforeItCloses() throws Exception {
        var pull = sockets.start(ZmtpSocket.pull().bind(ANY_PORT).onMessage(inbox));
        var push =
                sockets.start(
                        ZmtpSocket.push().connect(addressOf(pull)).linger(Duration.ofSeconds(20)));
        eventually(() -> assertThat(push.counters().peers()).isEqualTo(1));

        for (int i = 0; i < 500; i++) {
            assertThat(push.send(bytes("m" + i))).isTrue();
        }
        push.close();

        eventually(() -> assertThat(inbox.messages()).hasSize(500));
        assertThat(push.send(bytes("late"))).isFalse();
    }

    @Test
    void aFailingListenerDoesNotHurtTheConnection() throws Exception {
        var pull =
                sockets.start(
                        ZmtpSocket.pull()
                                .bind(ANY_PORT)
                                .onMessage((peer, message) -> {
                                    inbox.received(peer, message);
                                    throw new IllegalStateException("as told");
                                }));
        var push = sockets.start(ZmtpSocket.push().connect(addressOf(pull)));
        eventually(() -> assertThat(push.send(bytes("a"))).isTrue());

        push.send(bytes("b"));

        eventually(() -> assertThat(inbox.messages()).containsExactly("a", "b"));
        eventually(() -> assertThat(pull.counters().listenerFailures()).isEqualTo(2));
        assertThat(pull.counters().peers()).isEqualTo(1);
    }

    @Test
    void pausedReadingReachesTheSender() throws Exception {
        var pull = sockets.start(ZmtpSocket.pull().bind(ANY_PORT).onMessage(inbox).onPeer(inbox));
        var push =
                sockets.start(
                        ZmtpSocket.push()
                                .connect(addressOf(pull))
                                .limits(ZmtpLimits.defaults().withHighWaterMark(10, 100_000)));
        eventually(() -> assertThat(inbox.connected()).hasSize(1));
        inbox.connected().getFirst().pauseReading();
        var payload = new byte[60_000];

        int accepted = 0;
        eventually(() -> assertThat(push.counters().peers()).isEqualTo(1));
        while (push.send(payload) || push.counters().messagesSent() == 0) {
            accepted++;
            assertThat(accepted).isLessThan(100_000);
        }
        inbox.connected().getFirst().resumeReading();

        eventually(() -> assertThat(push.send(payload)).isTrue());
    }

    @Test
    void saysWhichAddressItCannotListenAt() throws Exception {
        var taken = addressOf(sockets.start(ZmtpSocket.sub().bind(ANY_PORT)));

        var second = ZmtpSocket.pull().bind(taken).start().toCompletableFuture();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(BindException.class)
                .withMessageContaining(taken.toString());
    }

    @Test
    void refusesWhatItsTypeCannotDo() throws Exception {
        var sub = sockets.start(ZmtpSocket.sub().bind(ANY_PORT));
        var pub = sockets.start(ZmtpSocket.pub().bind(ANY_PORT));

        assertThatIllegalStateException().isThrownBy(() -> sub.send(bytes("a")));
        assertThatIllegalStateException().isThrownBy(() -> pub.subscribe(bytes("a")));
        assertThatIllegalStateException().isThrownBy(() -> ZmtpSocket.pull().subscribe("a"));
        assertThatIllegalStateException().isThrownBy(() -> ZmtpSocket.pull().start());
    }

    @Test
    void pushHasNowhereToSendBeforeAPeerIsThere() throws Exception {
        var push = sockets.start(ZmtpSocket.push().bind(ANY_PORT));

        assertThat(push.send(bytes("a"))).isFalse();
    }

    @Test
    void aSilentPeerIsGivenUp() throws Exception {
        var sub =
                sockets.start(
                        ZmtpSocket.sub()
                                .bind(ANY_PORT)
                                .heartbeat(Duration.ofMillis(20), Duration.ofMillis(200))
                                .onPeer(inbox));
        try (var peer = new RawPeer(addressOf(sub))) {
            peer.say(RawPeer.GREETING_3_1 + RawPeer.READY_PUB);

            assertThat(peer.hearsTheEnd()).isTrue();
        }
        eventually(
                () -> assertThat(inbox.disconnected()).isEqualTo(List.of(DisconnectReason.SILENT)));
    }

    @Test
    void heartbeatsKeepTwoQuietPeersTogether() throws Exception {
        var sub =
                sockets.start(
                        ZmtpSocket.sub()
                                .bind(ANY_PORT)
                                .heartbeat(Duration.ofMillis(20), Duration.ofSeconds(10))
                                .onPeer(inbox));
        sockets.start(
                ZmtpSocket.pub()
                        .connect(addressOf(sub))
                        .heartbeat(Duration.ofHours(1), Duration.ofHours(1)));
        eventually(() -> assertThat(inbox.connected()).hasSize(1));
        long quiet = sub.counters().bytesReceived();

        eventually(() -> assertThat(sub.counters().bytesReceived()).isGreaterThan(quiet + 150));

        assertThat(inbox.disconnected()).isEmpty();
    }

    private void awaitSubscriber(ZmtpSocket pub, String text) {
        eventually(() -> {
            pub.send(bytes(text));
            assertThat(inbox.messages()).contains(text);
        });
    }
}
