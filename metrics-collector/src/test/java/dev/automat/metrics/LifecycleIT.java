package dev.automat.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

class LifecycleIT {

    @Test
    void endsTheFeedInOrderWhenItStops() {
        var collector = start("automat.metrics.pull.port=0");
        var server = ((WebServerApplicationContext) collector).getWebServer();
        try (var feed = FeedReader.open(server == null ? 0 : server.getPort())) {
            feed.readUntil("retry:");
            var begin = Instant.now();

            collector.close();

            assertThat(feed.endsInOrder()).isTrue();
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(25));
        }
    }

    @Test
    void doesNotStartOnATakenPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = "automat.metrics.pull.port=" + taken.getLocalPort();

            assertThatThrownBy(() -> start(port).close())
                    .rootCause()
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void doesNotListenWhereOthersReachItUnlessTold() {
        assertThatThrownBy(() -> start("automat.metrics.pull.address=0.0.0.0").close())
                .rootCause()
                .hasMessageContaining("automat.metrics.pull.address");
    }

    private static ConfigurableApplicationContext start(String property) {
        return SpringApplication.run(
                MetricsCollector.class,
                "--server.port=0",
                "--automat.metrics.sub.port=0",
                "--automat.metrics.archive.enabled=false",
                "--automat.reporter.enabled=false",
                "--" + property);
    }
}
