package dev.automat.zmtp;

import static dev.automat.test.Eventually.eventually;
import static dev.automat.zmtp.Sockets.addressOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;

/** JeroMQ speaks ZMTP 3.0, which knows no heartbeats. */
class JeroMqIT extends InteropContract {

    @Override
    ForeignPeer start(String type, boolean bind, int port) throws Exception {
        return new JeroMqPeer(SocketType.valueOf(type), bind, port, _ -> {});
    }

    @Test
    void heartbeatsAreNotAskedFor() throws Exception {
        var sub = askingSocket(Duration.ofMillis(500));
        try (var _ = start("PUB", false, addressOf(sub).getPort())) {
            eventually(() -> assertThat(inbox.connected()).hasSize(1));
            // Whoever is asked in vain is given up after half a second.
            var calm = System.nanoTime() + Duration.ofMillis(1_200).toNanos();

            eventually(() -> assertThat(System.nanoTime()).isGreaterThan(calm));

            assertThat(inbox.disconnected()).isEmpty();
        }
    }
}
