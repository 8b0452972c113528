package dev.automat.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.MetricsCollector;
import dev.automat.metrics.history.SeriesWatch;
import dev.automat.zmtp.ZmtpSocket;
import dev.automat.zmtp.wire.CurveKey;
import dev.automat.zmtp.wire.CurveMechanism;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class CurveIT {

    @Test
    void hearsOnlyWhoHasAKeyWhereKeysAreAskedFor() {
        var server = CurveKey.random();
        var client = CurveKey.random();
        var stranger = CurveKey.random();
        try (var collector =
                        start(
                                "automat.metrics.pull.security.secret-key=" + server.hex(),
                                "automat.metrics.pull.security.allowed-keys[0]="
                                        + client.publicKey().hex());
                var known = pusher(collector, client, server);
                var unknown = pusher(collector, stranger, server)) {
            var deadline = Instant.now().plusSeconds(30);
            var names = new HashSet<String>();
            while (!names.contains("known")) {
                assertThat(Instant.now()).isBefore(deadline);
                known.send(sample("known"));
                unknown.send(sample("unknown"));
                LockSupport.parkNanos(20_000_000);
                collector
                        .getBean(SeriesWatch.class)
                        .forEachSeries(Instant.now(), series -> names.add(series.name()));
            }

            assertThat(names).containsExactly("known");
        }
    }

    private static ZmtpSocket pusher(
            ConfigurableApplicationContext collector, CurveKey own, CurveKey server) {
        var endpoint = collector.getBean(IngestController.class).ingest().endpoints().pull();
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        return ZmtpSocket.push()
                .security(CurveMechanism.client(own, server.publicKey()))
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .start()
                .toCompletableFuture()
                .join();
    }

    private static byte[] sample(String name) {
        return "{\"color\":\"%s\",\"timestamp\":\"%s\",\"cpu\":1,\"mem\":2}"
                .formatted(name, Instant.now())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Starts a collector with these properties of its keys. */
    static ConfigurableApplicationContext start(String secretKey, String allowedKey) {
        return SpringApplication.run(
                MetricsCollector.class,
                "--server.port=0",
                "--automat.metrics.sub.port=0",
                "--automat.metrics.pull.port=0",
                "--automat.metrics.archive.enabled=false",
                "--automat.reporter.enabled=false",
                "--" + secretKey,
                "--" + allowedKey);
    }
}
