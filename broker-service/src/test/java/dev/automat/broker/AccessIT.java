package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.server.Connections;
import dev.automat.broker.server.Refusal;
import dev.automat.broker.server.Refusals;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is let in. */
class AccessIT {

    private static final int LIMIT = 3;

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker =
                RunningBroker.start(
                        "automat.broker.stomp.login=guest",
                        "automat.broker.stomp.passcode=secret-ß",
                        "automat.broker.server.max-connections-per-address=" + LIMIT);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void everybodyLeaves() {
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
    }

    private static StompPeer.Frame answerTo(String... headers) throws IOException {
        try (var peer = StompPeer.silent(broker.door("stomp"))) {
            peer.frame("CONNECT", "", headers);
            var answer = peer.hear();
            if (answer.command().equals("ERROR")) {
                assertThat(peer.hearsTheEnd()).isTrue();
            }
            return answer;
        } finally {
            // The next one would count beside it.
            eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
        }
    }

    @Test
    void theRightLoginAndPasscodeAreWelcome() throws IOException {
        var answer = answerTo("accept-version:1.2", "host:x", "login:guest", "passcode:secret-ß");

        assertThat(answer.command()).isEqualTo("CONNECTED");
    }

    @Test
    void anyOtherIsRefusedWithoutSayingWhichWasWrong() throws IOException {
        long before = broker.bean(Refusals.class).count(Refusal.PROTOCOL_ERROR);
        var wrong =
                new String[][] {
                    {"accept-version:1.2", "host:x"},
                    {"accept-version:1.2", "host:x", "login:guest"},
                    {"accept-version:1.2", "host:x", "passcode:secret-ß"},
                    {"accept-version:1.2", "host:x", "login:guest", "passcode:secret"},
                    {"accept-version:1.2", "host:x", "login:Guest", "passcode:secret-ß"},
                    {"accept-version:1.2", "host:x", "login:guest", "passcode:"}
                };
        for (var headers : wrong) {
            var answer = answerTo(headers);

            assertThat(answer.command()).isEqualTo("ERROR");
            assertThat(answer.header("message")).isEqualTo("Wrong login or passcode");
        }
        assertThat(broker.bean(Refusals.class).count(Refusal.PROTOCOL_ERROR))
                .isEqualTo(before + wrong.length);
    }

    @Test
    void nothingIsDoneForWhoDidNotLogIn() throws IOException {
        try (var peer = StompPeer.silent(broker.door("stomp"))) {
            peer.frame("SEND", "smuggled", "destination:/topic/x");

            assertThat(peer.hear().header("message")).contains("must be CONNECT or STOMP");
        }
    }

    @Test
    void anAddressHasNoMoreConnectionsThanItsLimitAtBothDoorsTogether() throws IOException {
        long before = broker.bean(Refusals.class).count(Refusal.TOO_MANY_FROM_ADDRESS);
        var frames = broker.door("frames");
        try (var first = FramesPeer.subscribed(frames, "/topic/crowd");
                var second = FramesPeer.subscribed(frames, "/topic/crowd");
                var _ = StompPeer.silent(broker.door("stomp"))) {
            eventually(() -> assertThat(broker.bean(Connections.class).size()).isEqualTo(LIMIT));
            try (var beyond = FramesPeer.silent(frames)) {
                assertThat(beyond.isClosedByBroker()).isTrue();
            }
            assertThat(broker.bean(Refusals.class).count(Refusal.TOO_MANY_FROM_ADDRESS))
                    .isEqualTo(before + 1);

            first.reset();
            eventually(
                    () -> assertThat(broker.bean(Connections.class).size()).isEqualTo(LIMIT - 1));
            try (var next = FramesPeer.subscribed(frames, "/topic/next")) {
                next.publish("/topic/next", "served");

                assertThat(next.receive()).isEqualTo("served");
            }
            second.publish("/topic/crowd", "served");
            assertThat(second.receive()).isEqualTo("served");
        }
    }
}
