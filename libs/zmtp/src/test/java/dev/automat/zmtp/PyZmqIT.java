package dev.automat.zmtp;

import static dev.automat.test.Eventually.eventually;
import static dev.automat.zmtp.Sockets.addressOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PyZmqIT extends InteropContract {

    @BeforeAll
    static void needsPyZmq() throws Exception {
        Python.needs("zmq");
    }

    @Override
    ForeignPeer start(String type, boolean bind, int port) throws Exception {
        return new PyZmqPeer(type, bind, port);
    }

    @Test
    void heartbeatsAreAnswered() throws Exception {
        var sub = askingSocket(Duration.ofSeconds(10));
        try (var _ = start("PUB", false, addressOf(sub).getPort())) {
            eventually(() -> assertThat(inbox.connected()).hasSize(1));
            long quiet = sub.counters().bytesReceived();

            // It publishes nothing that is wanted: what comes are answers.
            eventually(() -> assertThat(sub.counters().bytesReceived()).isGreaterThan(quiet + 150));

            assertThat(inbox.disconnected()).isEmpty();
        }
    }
}
