package dev.automat.metrics.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.FeedReader;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    private void publish(String json) {
        var now = Instant.now();
        var sample = new Sample("red", now, Map.of("cpu", 1.0, "mem", 2.0), json);
        listeners.forEach(listener -> listener.accept(sample, SENDER, now));
    }
}
