package dev.automat.metrics.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.FeedReader;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@CollectorTest
class FeedIT {

    private static final Sender SENDER = new Sender(1, "peer");

    private final List<SampleListener> listeners;
    private final int port;

    FeedIT(@Autowired List<SampleListener> listeners, @LocalServerPort int port) {
        this.listeners = listeners;
        this.port = port;
    }

    @Test
    void streamsEverySampleAsItCame() {
        try (var feed = FeedReader.open(port)) {
            feed.readUntil("retry: 1000");

            publish("{\"n\": 1}");

            assertThat(feed.head())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: text/event-stream")
                    .containsIgnoringCase("cache-control: no-store");
            assertThat(feed.readUntil("data: {\"n\": 1}"))
                    .contains("id: ")
                    .doesNotContain("event:");
        }
    }

    @Test
    void showsThatItIsAliveWhenNothingHappens() {
        try (var feed = FeedReader.open(port)) {
            assertThat(feed.readUntil(": alive")).isNotEmpty();
        }
    }

    @Test
    void resumesWhereAClientLeftOff() {
        String id;
        try (var feed = FeedReader.open(port)) {
            feed.readUntil("retry:");
            publish("{\"n\":1}");
            var event = feed.readUntil("data: {\"n\":1}");
            id = event.substring(event.indexOf("id: ") + 4).lines().findFirst().orElseThrow();
        }
        publish("{\"n\":2}");

        try (var feed = FeedReader.open(port, "Last-Event-ID: " + id + "\r\n")) {
            assertThat(feed.readUntil("data: {\"n\":2}")).doesNotContain("gap", "{\"n\":1}");
        }
    }

    @Test
    void doesNotLetAStalledReaderSlowTheOthersAndTellsItWhatItLost() {
        var filling = "x".repeat(2_000);
        try (var stalled = FeedReader.open(port);
                var quick = FeedReader.open(port)) {
            for (int i = 0; i < 10_000; i++) {
                publish("{\"n\":" + i + ",\"filling\":\"" + filling + "\"}");
                if (i % 50 == 49) {
                    assertThat(quick.readUntil("data: {\"n\":" + i + ",")).doesNotContain("gap");
                }
            }
            publish("{\"n\":\"last\"}");

            var seen = stalled.readUntil("data: {\"n\":\"last\"}");

            assertThat(seen).contains("event: gap\ndata: {\"dropped\":");
            // What a stalled client holds is its mailbox, a chunk and the sockets' buffers, not 20
            // MB.
            assertThat(seen.length()).isLessThan(300_000);
        }
    }

    /** The same chunks serve clients that came at different times and read at different paces. */
    @Test
    void framesWhatManyClientsShareSoThatEachReadsEveryEventInOrder() {
        int clients = 40;
        int events = 300;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var http = HttpClient.newHttpClient()) {
            var connected = new CountDownLatch(clients);
            var readers = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < clients; i++) {
                readers.add(executor.submit(() -> read(http, connected, events)));
            }
            connected.await();

            for (int i = 1; i <= events; i++) {
                publish("{\"shared\":" + i + "}");
            }

            var expected =
                    IntStream.rangeClosed(1, events).mapToObj("data: {\"shared\":%d}"::formatted);
            var all = expected.toList();
            for (var reader : readers) {
                assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(all);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> read(HttpClient http, CountDownLatch connected, int events)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/feed")).build();
        try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.peek(
                            line -> {
                                if (line.startsWith("retry:")) {
                                    connected.countDown();
                                }
                            })
                    .filter(line -> line.contains("shared"))
                    .limit(events)
                    .toList();
        }
    }

    /** A proxy may speak HTTP/1.0, which knows no chunks. */
    @Test
    void doesNotFrameForAClientOfOlderHttp() {
        try (var feed = FeedReader.openByHttp10(port)) {
            assertThat(feed.readUntil("retry:")).isEqualTo(": open\n\nretry: 1000\n");

            publish("{\"n\":1}");
            publish("{\"n\":2}");

            assertThat(feed.head()).doesNotContainIgnoringCase("transfer-encoding");
            assertThat(feed.readUntil("data: {\"n\":2}").lines())
                    .allMatch(line -> line.isEmpty() || line.matches("(id|data): .*"));
        }
    }

    private void publish(String json) {
        var now = Instant.now();
        var sample = new Sample("red", now, Map.of("cpu", 1.0, "mem", 2.0), json);
        listeners.forEach(listener -> listener.accept(sample, SENDER, now));
    }
}
