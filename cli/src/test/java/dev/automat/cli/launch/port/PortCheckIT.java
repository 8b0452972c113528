package dev.automat.cli.launch.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortCheckIT {

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheProcessThatHoldsAPort() throws IOException {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var taken = new PortCheck().taken(List.of(listener(stranger.getLocalPort())));

            assertThat(taken).hasSize(1);
            assertThat(taken.getFirst().holder()).contains(ProcessHandle.current());
            assertThat(taken.getFirst().explanation())
                    .contains("Port " + stranger.getLocalPort() + " (patron-service, HTTP)")
                    .contains("kill " + ProcessHandle.current().pid())
                    .contains("server.port");
        }
    }

    @Test
    void noticesAListenerOnAllAddresses() throws IOException {
        try (var stranger = new ServerSocket(0)) {
            var taken = new PortCheck().taken(List.of(listener(stranger.getLocalPort())));

            assertThat(taken).hasSize(1);
        }
    }

    @Test
    void saysHowToFindAHolderThatCannotBeSeen() throws IOException {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var blind = new PortCheck(_ -> Optional.empty());

            var taken = blind.taken(List.of(listener(stranger.getLocalPort())));

            assertThat(taken.getFirst().explanation())
                    .contains("sudo ss -ltnp 'sport = :" + stranger.getLocalPort());
        }
    }

    @Test
    void aFreePortIsNotTaken() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(new PortCheck().taken(List.of(listener(port)))).isEmpty();
    }

    private static Listener listener(int port) {
        return new Listener("patron-service", "HTTP", port, "server.port");
    }
}
