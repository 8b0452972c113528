package dev.automat.zmtp;

import static dev.automat.test.Eventually.eventually;
import static dev.automat.zmtp.RawPeer.GREETING;
import static dev.automat.zmtp.RawPeer.GREETING_HEAD;
import static dev.automat.zmtp.RawPeer.READY_PUB;
import static dev.automat.zmtp.RawPeer.READY_SUB;
import static dev.automat.zmtp.Sockets.ANY_PORT;
import static dev.automat.zmtp.Sockets.addressOf;
import static dev.automat.zmtp.Sockets.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.zmtp.wire.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What plain TCP peers try, while a good peer must not notice. */
@ExtendWith(LeakGuard.class)
class HostilePeersIT {

    private static final String HELLO = GREETING + READY_PUB;
    private static final int MIB = 1 << 20;

    /** No peer of ours takes that long. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final Duration SHORT = Duration.ofMillis(500);

    private final Sockets sockets = new Sockets();
    private final Inbox inbox = new Inbox();
    private ZmtpSocket victim;
    private ZmtpSocket good;
    private int rounds;

    @BeforeEach
    void startVictimWithAGoodPeer() throws Exception {
        startVictimWithAGoodPeer(LONG, LONG);
    }

    private void startVictimWithAGoodPeer(Duration handshakeTimeout, Duration messageTimeout)
            throws Exception {
        victim =
                sockets.start(
                        ZmtpSocket.sub()
                                .bind(ANY_PORT)
                                .onMessage(inbox)
                                .onPeer(inbox)
                                .limits(
                                        ZmtpLimits.defaults()
                                                .withMaxConnections(300, 20)
                                                .withMaxBufferedBytes(4L * MIB)
                                                .withTimeouts(handshakeTimeout, messageTimeout)));
        good = sockets.start(ZmtpSocket.pub().connect(addressOf(victim)));
        goodPeerIsHeard();
    }

    @AfterEach
    void closeSockets() {
        sockets.close();
    }

    private void goodPeerIsHeard() {
        var text = "good " + rounds++;
        eventually(() -> {
            good.send(bytes(text));
            assertThat(inbox.messages()).contains(text);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0200000000 7fffffff, FRAME_TOO_LARGE",
        "0200000000 3b9aca00, FRAME_TOO_LARGE",
        "02ffffffff ffffffff, FRAME_TOO_LARGE",
        "0280000000 00000000, FRAME_TOO_LARGE",
        "06ffffffff ffffffff, FRAME_TOO_LARGE",
        "0200000000 02faf080, FRAME_TOO_LARGE",
        "08, BAD_FRAME",
        "ff, BAD_FRAME",
        "05, BAD_FRAME",
        "0400, BAD_COMMAND",
        "0402 0541, BAD_COMMAND",
        "0405 0450494e47, BAD_COMMAND",
    })
    void aBadFrameCostsItsConnectionOnly(String frame, Violation expected) throws IOException {
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + frame.replace(" ", ""));

            assertThat(peer.hearsTheEnd()).isTrue();
        }

        assertThat(victim.counters().violations(expected)).isEqualTo(1);
        assertThat(victim.counters().allViolations()).isEqualTo(1);
        eventually(
                () -> assertThat(inbox.disconnected()).containsExactly(DisconnectReason.VIOLATION));
        goodPeerIsHeard();
    }

    @ParameterizedTest
    @CsvSource({
        "00, BAD_GREETING",
        "0100, BAD_GREETING",
        "474554202f20485454502f312e310d0a0d0a, BAD_GREETING",
        "ff000000000000000100, BAD_GREETING",
        "head 0102, UNSUPPORTED_VERSION",
        "head 0002, UNSUPPORTED_VERSION",
        "head 0300435552564500000000000000000000000000000000, MECHANISM_MISMATCH",
        "greeting 020000000000000001, FRAME_TOO_LARGE",
        "greeting 0000, BAD_COMMAND",
        "greeting 0406045049 4e4730, BAD_COMMAND",
        "greeting 0407054552524f5200, REFUSED_BY_PEER",
        "greeting sub, SOCKET_TYPE_MISMATCH",
        "greeting pull, SOCKET_TYPE_MISMATCH",
        "greeting push, SOCKET_TYPE_MISMATCH",
        "greeting 04060552454144 59, BAD_COMMAND",
    })
    void aBadHandshakeCostsItsConnectionOnly(String hex, Violation expected) throws IOException {
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(hex);

            assertThat(peer.hearsTheEnd()).isTrue();
        }

        assertThat(victim.counters().violations(expected)).isEqualTo(1);
        assertThat(inbox.disconnected()).isEmpty();
        eventually(() -> assertThat(victim.counters().handshakes()).isZero());
        goodPeerIsHeard();
    }

    @ParameterizedTest
    @CsvSource({"''", "ff", "head", "greeting", "greeting 0405"})
    void aHalfHandshakeTimesOut(String hex) throws Exception {
        startVictimWithAGoodPeer(SHORT, LONG);
        // The good peer itself may have needed a second try.
        long before = victim.counters().violations(Violation.HANDSHAKE_TIMEOUT);

        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(hex);

            assertThat(peer.hearsTheEnd()).isTrue();
        }

        assertThat(victim.counters().violations(Violation.HANDSHAKE_TIMEOUT)).isEqualTo(before + 1);
        goodPeerIsHeard();
    }

    @Test
    void manyHalfHandshakesGiveWayToNewerOnes() throws Exception {
        var peers = new ArrayList<RawPeer>();
        try {
            for (int i = 0; i < 60; i++) {
                var peer = new RawPeer(addressOf(victim));
                peer.say(GREETING_HEAD);
                peers.add(peer);
            }
            var late = sockets.start(ZmtpSocket.pub().connect(addressOf(victim)));

            eventually(() -> assertThat(late.counters().peers()).isEqualTo(1));
            eventually(() ->
                    assertThat(victim.counters().violations(Violation.TOO_MANY_HANDSHAKES))
                            .isPositive());
            assertThat(victim.counters().handshakes()).isLessThanOrEqualTo(21);
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
        goodPeerIsHeard();
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAtOnce() throws Exception {
        var peers = new ArrayList<RawPeer>();
        try {
            for (int i = 0; i < 310; i++) {
                var peer = new RawPeer(addressOf(victim));
                peer.say(HELLO);
                peers.add(peer);
            }

            eventually(() ->
                    assertThat(victim.counters().violations(Violation.TOO_MANY_CONNECTIONS))
                            .isPositive());
            goodPeerIsHeard();
            assertThat(victim.counters().peers()).isLessThanOrEqualTo(300);
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
        eventually(() -> assertThat(victim.counters().peers()).isEqualTo(1));
        var late = sockets.start(ZmtpSocket.pub().connect(addressOf(victim)));
        eventually(() -> assertThat(late.counters().peers()).isEqualTo(1));
    }

    @Test
    void manyUnfinishedMessagesShareOneBudget() throws Exception {
        var peers = new ArrayList<RawPeer>();
        try {
            for (int i = 0; i < 20; i++) {
                var peer = new RawPeer(addressOf(victim));
                peers.add(peer);
                peer.say(HELLO + "0200000000000f4240");
                sayUnlessClosed(peer, new byte[700_000]);
            }

            eventually(() ->
                    assertThat(victim.counters().violations(Violation.TOO_MUCH_BUFFERED))
                            .isPositive());
            assertThat(victim.counters().bufferedBytes()).isLessThanOrEqualTo(4L * MIB);
            goodPeerIsHeard();
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
        eventually(() -> assertThat(victim.counters().bufferedBytes()).isZero());
    }

    @Test
    void manyPeersThatClaimFiftyMegabytesAreClosed() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (var peer = new RawPeer(addressOf(victim))) {
                peer.say(HELLO + "020000000002faf080");
                assertThat(peer.hearsTheEnd()).isTrue();
            }
        }

        assertThat(victim.counters().violations(Violation.FRAME_TOO_LARGE)).isEqualTo(200);
        assertThat(victim.counters().bufferedBytes()).isZero();
        goodPeerIsHeard();
    }

    @Test
    void aViolationIsOneLineInTheLog() throws Exception {
        try (var log = new LogRecorder("dev.automat.zmtp");
                var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + "02000000007fffffff");
            assertThat(peer.hearsTheEnd()).isTrue();
            eventually(() -> assertThat(inbox.disconnected()).hasSize(1));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN Closed connection")
                    .contains("FRAME_TOO_LARGE", "announces 2147483647");
        }
    }

    @Test
    void endlessPartsAreCutOff() throws Exception {
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + "010161".repeat(65));

            assertThat(peer.hearsTheEnd()).isTrue();
        }
        assertThat(victim.counters().violations(Violation.TOO_MANY_PARTS)).isEqualTo(1);
        goodPeerIsHeard();
    }

    @Test
    void aMessageThatNeverEndsTimesOut() throws Exception {
        startVictimWithAGoodPeer(LONG, SHORT);

        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + "0005" + "6162");

            assertThat(peer.hearsTheEnd()).isTrue();
        }
        assertThat(victim.counters().violations(Violation.MESSAGE_TIMEOUT)).isEqualTo(1);
        goodPeerIsHeard();
    }

    @Test
    void randomBytesAreNoGreeting() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 50; i++) {
            var bytes = new byte[512];
            random.nextBytes(bytes);
            try (var peer = new RawPeer(addressOf(victim))) {
                sayUnlessClosed(peer, bytes);
                assertThat(peer.hearsTheEnd()).isTrue();
            }
        }
        goodPeerIsHeard();
    }

    @Test
    void randomBytesAreNoTraffic() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 50; i++) {
            var bytes = new byte[512];
            random.nextBytes(bytes);
            try (var peer = new RawPeer(addressOf(victim))) {
                peer.say(HELLO);
                sayUnlessClosed(peer, bytes);
            }
        }
        eventually(() -> assertThat(victim.counters().peers()).isEqualTo(1));
        goodPeerIsHeard();
    }

    @Test
    void aPeerThatGoesInTheMiddleOfAFrameLeavesNothing() throws Exception {
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + "0200000000000f4240" + "00".repeat(9_000));
            eventually(() -> assertThat(victim.counters().bufferedBytes()).isPositive());
        }

        eventually(() -> assertThat(victim.counters().bufferedBytes()).isZero());
        assertThat(victim.counters().allViolations()).isZero();
        goodPeerIsHeard();
    }

    @Test
    void aPingGetsItsContextBack() throws Exception {
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + "040b" + "0450494e47" + "0000" + "deadbeef");

            assertThat(peer.hear(64 + 27 + 3)).endsWith("000101");
            assertThat(peer.hear(11)).isEqualTo("0409" + "04504f4e47" + "deadbeef");
        }
    }

    @Test
    void aPeerThatBreaksItsPromiseToBeHeardOfIsSilent() throws Exception {
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO + "0407" + "0450494e47" + "0001");

            assertThat(peer.hearsTheEnd()).isTrue();
        }
        assertThat(victim.counters().violations(Violation.SILENT)).isEqualTo(1);
    }

    @Test
    void endlessPingsThatNobodyReadsAnswersOfDoNotPileUp() throws Exception {
        var pings = "0417" + "0450494e47" + "0000" + "00".repeat(16);
        try (var peer = new RawPeer(addressOf(victim))) {
            peer.say(HELLO);
            for (int i = 0; i < 200; i++) {
                peer.say(pings.repeat(1_000));
            }
            goodPeerIsHeard();
        }
        assertThat(victim.counters().allViolations()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SUBSCRIBE", "MESSAGE"},
            value = SubscriptionStyle.class)
    void endlessSubscriptionsAreCutOff(SubscriptionStyle style) throws Exception {
        var pub =
                sockets.start(
                        ZmtpSocket.pub()
                                .bind(ANY_PORT)
                                .limits(ZmtpLimits.defaults().withMaxSubscriptions(10)));
        try (var peer = new RawPeer(addressOf(pub))) {
            peer.say(GREETING + READY_SUB);
            for (int i = 0; i < 11; i++) {
                peer.say(style.head + "%04x".formatted(i));
            }

            assertThat(peer.hearsTheEnd()).isTrue();
        }
        assertThat(pub.counters().violations(Violation.TOO_MANY_SUBSCRIPTIONS)).isEqualTo(1);
    }

    enum SubscriptionStyle {
        SUBSCRIBE("040c" + "09535542534352494245"),
        MESSAGE("0003" + "01");

        private final String head;

        SubscriptionStyle(String head) {
            this.head = head;
        }
    }

    @Test
    void aSubscriberThatDoesNotReadMissesMessagesAndCostsNobodyElse() throws Exception {
        var pub =
                sockets.start(
                        ZmtpSocket.pub()
                                .bind(ANY_PORT)
                                .limits(ZmtpLimits.defaults().withHighWaterMark(50, 8L * MIB)));
        var reader = new Inbox();
        sockets.start(ZmtpSocket.sub().connect(addressOf(pub)).onMessage(reader));
        try (var stalled = new RawPeer(addressOf(pub))) {
            stalled.say(GREETING + READY_SUB + "000101");
            eventually(() -> assertThat(pub.counters().peers()).isEqualTo(2));
            // A peer is there before its subscription is.
            eventually(() -> {
                pub.send(bytes("hello"));
                assertThat(reader.messages()).isNotEmpty();
            });
            var payload = "x".repeat(50_000);

            eventually(() -> {
                var text = reader.messages().size() + payload;
                pub.send(bytes(text));
                eventually(() -> assertThat(reader.messages()).contains(text));
                assertThat(pub.counters().dropped()).isGreaterThan(10);
            });
        }
        eventually(() -> assertThat(pub.counters().peers()).isEqualTo(1));
        assertThat(pub.counters().violations(Violation.SILENT)).isZero();
    }

    private static void sayUnlessClosed(RawPeer peer, byte[] bytes) {
        try {
            peer.say(bytes);
        } catch (IOException e) {
            assertThat(e).isNotNull(); // The victim closed first, as it may.
        }
    }
}
