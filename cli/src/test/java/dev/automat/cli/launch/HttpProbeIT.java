package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.automat.cli.launch.child.Health;
import dev.automat.cli.launch.child.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeIT {

    private HttpServer service;
    private Probe probe;
    private volatile int status;

    @BeforeEach
    void serve() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        service.start();
        probe = Probes.of("http://127.0.0.1:%d/health".formatted(service.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void anyStatusOfSuccessIsHealth() {
        status = 200;

        assertThat(probe.check()).isEqualTo(Health.up());
    }

    @Test
    void tellsTheStatusOfAServiceThatIsNotReady() {
        status = 503;

        assertThat(probe.check()).isEqualTo(Health.down("HTTP 503"));
    }

    @Test
    void tellsThatNobodyListens() {
        service.stop(0);

        assertThat(probe.check()).isEqualTo(Health.down("no connection"));
    }
}
