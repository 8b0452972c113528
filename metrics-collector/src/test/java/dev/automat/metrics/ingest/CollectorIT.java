package dev.automat.metrics.ingest;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.FeedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The collector with ZeroMQ peers of another make. */
@CollectorTest
class CollectorIT {

    private static final int MOST_CONNECTIONS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ZContext zeroMq = new ZContext();
    private final IngestController ingest;
    private final int port;

    CollectorIT(@Autowired IngestController ingest, @LocalServerPort int port) {
        this.ingest = ingest;
        this.port = port;
    }

    @AfterEach
    void stop() throws InterruptedException {
        // Without an interrupt, which would close what JeroMQ's threads talk by.
        clock.shutdown();
        assertThat(clock.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        zeroMq.close();
    }

    @Test
    void showsAPublisherAsItPublishes() throws InterruptedException {
        publishForEver("pub-1");

        try (var feed = FeedReader.open(port)) {
            assertThat(feed.readUntil("data: {\"color\":\"pub-1\"")).contains("\"cpu\":12.5");
        }
    }

    @Test
    void takesEveryMessageOfAPusher() throws InterruptedException {
        var push = socket(SocketType.PUSH, ingest.ingest().endpoints().pull());
        try (var feed = FeedReader.open(port)) {
            for (int i = 0; i < 100; i++) {
                push.send(sample("push-1").replace("}", ",\"n\":" + i + "}"));
            }

            var seen = feed.readUntil("data: {\"color\":\"push-1\"");
            for (int i = 1; i < 100; i++) {
                seen += feed.readUntil("data: {\"color\":\"push-1\"");
            }

            assertThat(seen).contains("\"n\":0}", "\"n\":50}", "\"n\":99}").doesNotContain("gap");
        }
    }

    @Test
    void countsJunkAndGoesOn() throws InterruptedException {
        var before = ingest.ingest();
        var push = socket(SocketType.PUSH, before.endpoints().pull());
        try (var feed = FeedReader.open(port)) {
            push.send("junk");
            push.send("{\"color\":7}");
            push.send(new byte[] {(byte) 0xc3, 0x28});
            push.sendMore("topic");
            push.send(sample("junk-1"));
            push.send(sample("junk-2"));

            feed.readUntil("data: {\"color\":\"junk-2\"");
        }
        var after = ingest.ingest();
        assertThat(after.rejected() - before.rejected()).isEqualTo(4);
        assertThat(after.rejections()).containsKeys("not_json", "name", "not_utf8", "multipart");
        assertThat(after.connections()).isPositive();
    }

    @Test
    void survivesHostilePeersOnBothPorts() throws Exception {
        publishForEver("good");
        var endpoints = ingest.ingest().endpoints();
        var greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        var random = new byte[4_096];
        new Random(7).nextBytes(random);
        for (var endpoint : new String[] {endpoints.sub(), endpoints.pull()}) {
            attack(endpoint, random);
            attack(endpoint, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            attack(endpoint, greeting, hex("02ffffffffffffffff"));
            attack(endpoint, greeting, hex("06000000007fffffff"), random);
        }
        eventually(() -> assertThat(ingest.ingest().violations()).isGreaterThanOrEqualTo(4));

        try (var feed = FeedReader.open(port)) {
            feed.readUntil("data: {\"color\":\"good\"");
            feed.readUntil("data: {\"color\":\"good\"");
        }
    }

    private void publishForEver(String name) throws InterruptedException {
        var pub = socket(SocketType.PUB, ingest.ingest().endpoints().sub());
        var _ =
                clock.scheduleAtFixedRate(
                        () -> pub.send(sample(name)), 0, 50, TimeUnit.MILLISECONDS);
    }

    /**
     * Connects until the collector hears what is sent. JeroMQ 0.6 forgets a few in a hundred of its
     * connections as soon as they are up, whoever is the peer: zeromq/jeromq#1022.
     */
    private ZMQ.Socket socket(SocketType type, String endpoint) throws InterruptedException {
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            var socket = zeroMq.createSocket(type);
            assertThat(socket.connect(endpoint)).isTrue();
            if (isHeard(socket)) {
                return socket;
            }
            socket.close();
        }
        throw new AssertionError("None of %d connections was heard".formatted(MOST_CONNECTIONS));
    }

    private boolean isHeard(ZMQ.Socket socket) throws InterruptedException {
        long before = ingest.ingest().received();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ingest.ingest().received() == before) {
            if (System.nanoTime() > end) {
                return false;
            }
            socket.send(sample("probe"));
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private static void attack(String endpoint, byte[]... parts) throws IOException {
        var address = URI.create(endpoint);
        try (var socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort())) {
            for (var part : parts) {
                socket.getOutputStream().write(part);
            }
        } catch (SocketException _) {
            // Closed in our face, as it should be.
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String sample(String name) {
        return "{\"color\":\""
                + name
                + "\",\"timestamp\":\""
                + Instant.now()
                + "\",\"cpu\":12.5,\"mem\":48.2}";
    }
}
