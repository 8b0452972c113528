package dev.automat.zmtp;

import static dev.automat.test.Eventually.eventually;
import static dev.automat.zmtp.Sockets.ANY_PORT;
import static dev.automat.zmtp.Sockets.addressOf;
import static dev.automat.zmtp.Sockets.bytes;
import static dev.automat.zmtp.Sockets.loopback;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must work with every ZeroMQ library. Foreign PUB and PUSH sockets send without an end. */
@ExtendWith(LeakGuard.class)
abstract class InteropContract {

    final Sockets sockets = new Sockets();
    final Inbox inbox = new Inbox();

    /** Starts a socket that listens at {@code port}, any for 0, or connects to it. */
    abstract ForeignPeer start(String type, boolean bind, int port) throws Exception;

    @AfterEach
    void closeSockets() {
        sockets.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB", "PUSH"})
    void receivesFromAPeerThatConnects(String type) throws Exception {
        var receiver = sockets.start(receiverFor(type).bind(ANY_PORT));

        try (var _ = start(type, false, addressOf(receiver).getPort())) {
            eventually(() -> assertThat(inbox.messages()).hasSizeGreaterThan(20));
        }

        assertThat(inbox.messages()).allMatch(message -> message.startsWith("foreign||"));
        eventually(() -> assertThat(inbox.disconnected()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB", "PUSH"})
    void receivesFromAPeerThatListens(String type) throws Exception {
        try (var peer = start(type, true, 0)) {
            sockets.start(receiverFor(type).connect(loopback(peer.port())));

            eventually(() -> assertThat(inbox.messages()).hasSizeGreaterThan(20));
        }
    }

    private ZmtpSocketBuilder receiverFor(String type) {
        var receiver = type.equals("PUB") ? ZmtpSocket.sub() : ZmtpSocket.pull();
        return receiver.onMessage(inbox).onPeer(inbox);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUB", "PULL"})
    void sendsToAPeerThatConnects(String type) throws Exception {
        var sender = sockets.start(senderFor(type).bind(ANY_PORT));

        try (var peer = start(type, false, addressOf(sender).getPort())) {
            eventually(() -> assertThatItHears(peer, sender, "hello"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUB", "PULL"})
    void sendsToAPeerThatListens(String type) throws Exception {
        try (var peer = start(type, true, 0)) {
            var sender = sockets.start(senderFor(type).connect(loopback(peer.port())));

            eventually(() -> assertThatItHears(peer, sender, "hello"));
        }
    }

    private static ZmtpSocketBuilder senderFor(String type) {
        return type.equals("SUB") ? ZmtpSocket.pub() : ZmtpSocket.push();
    }

    private static void assertThatItHears(ForeignPeer peer, ZmtpSocket sender, String text) {
        var large = "x".repeat(300);
        sender.send(bytes(text), bytes(""), bytes(large));
        assertThat(peer.received()).contains(text + "||" + large);
    }

    @Test
    void losesAndReordersNothingOnTheWayToAPuller() throws Exception {
        var expected = IntStream.range(0, 2_000).mapToObj(Integer::toString).toList();
        try (var peer = start("PULL", true, 0)) {
            var push = sockets.start(ZmtpSocket.push().connect(loopback(peer.port())));

            for (var text : expected) {
                eventually(() -> assertThat(push.send(bytes(text))).isTrue());
            }

            eventually(() -> assertThat(peer.received()).isEqualTo(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB", "PUSH"})
    void isFoundAgainAfterARestart(String type) throws Exception {
        var first = sockets.start(receiverFor(type).bind(ANY_PORT));
        var address = addressOf(first);
        try (var _ = start(type, false, address.getPort())) {
            eventually(() -> assertThat(inbox.messages()).isNotEmpty());

            first.close();
            int before = inbox.messages().size();
            sockets.start(receiverFor(type).bind(address));

            eventually(() -> assertThat(inbox.messages()).hasSizeGreaterThan(before));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUB", "PULL"})
    void findsARestartedPeer(String type) throws Exception {
        ZmtpSocket sender;
        int port;
        try (var peer = start(type, true, 0)) {
            port = peer.port();
            sender = sockets.start(senderFor(type).connect(loopback(port)));
            eventually(() -> assertThatItHears(peer, sender, "before"));
        }

        try (var again = start(type, true, port)) {
            eventually(() -> assertThatItHears(again, sender, "after"));
        }
    }

    /** A socket that nobody sends to, and that asks its peers for signs of life all the time. */
    final ZmtpSocket askingSocket(Duration silenceLimit) throws Exception {
        return sockets.start(
                ZmtpSocket.sub()
                        .bind(ANY_PORT)
                        .subscribe("nothing like it")
                        .heartbeat(Duration.ofMillis(20), silenceLimit)
                        .onPeer(inbox));
    }
}
