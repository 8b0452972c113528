package dev.automat.dashboard.live;

import static dev.automat.dashboard.FakeSuite.BROKER;
import static dev.automat.dashboard.FakeSuite.METRICS;
import static dev.automat.dashboard.FakeSuite.NEWS;
import static dev.automat.dashboard.FakeSuite.PATRON;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.dashboard.DashboardTest;
import dev.automat.dashboard.EventReader;
import dev.automat.dashboard.FakeSuite;
import dev.automat.dashboard.FakeUpstream;
import dev.automat.dashboard.Http;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DashboardTest
class LiveIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Fits into a viewer's mailbox, however slow the viewer is. */
    private static final int BURST = 400;

    private final String site;
    private final String url;

    LiveIT(@LocalServerPort int port) {
        site = "http://127.0.0.1:" + port;
        url = site + "/api/live";
    }

    @BeforeEach
    void waitsUntilEveryStreamIsOpen() {
        FakeSuite.reset();
        for (var upstream : List.of(PATRON, NEWS, METRICS, BROKER)) {
            awaitStream(upstream);
        }
    }

    @Test
    void greetsWithTheVersionOfThePageAndTheTime() {
        try (var live = EventReader.open(url)) {
            var hello = JSON.readTree(live.await("hello", "").data());

            var page = Http.text(Http.get(site + "/"));
            assertThat(page).contains("content=\"" + hello.path("version").asString() + "\"");
            assertThat(hello.path("time").asLong()).isPositive();
            assertThat(live.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(live.headers().firstValue("X-Accel-Buffering")).contains("no");
        }
    }

    @Test
    void mergesTheEventsOfEverySourceIntoOneStream() {
        try (var live = EventReader.open(url)) {
            live.await("hello", "");

            List.of(METRICS, BROKER, PATRON, NEWS).forEach(LiveIT::awaitStream);
            METRICS.emit("id:1\ndata:{\"color\":\"red\"}\n\n");
            BROKER.emit("event:rates\ndata:{\"inRate\":7}\n\n");
            PATRON.emit("event:patron\nid:9\ndata:{\"id\":37}\n\n");
            NEWS.emit("event:source\ndata:{\"id\":\"cnn\"}\n\n");

            var missing = new HashSet<>(Set.of("sample", "broker", "patron", "news"));
            while (!missing.isEmpty()) {
                missing.remove(live.await(event -> missing.contains(event.name())).name());
            }
        }
    }

    @Test
    void passesOverHeartbeatsAndEventsThatThePageHasNoUseFor() {
        try (var live = EventReader.open(url)) {
            live.await("hello", "");

            awaitStream(METRICS);
            METRICS.emit(":alive\n\nevent:other\ndata:{\"other\":1}\n\ndata:{\"n\":1}\n\n");

            var first =
                    live.await(event ->
                            event.data().contains("other") || event.data().contains("n\":1"));
            assertThat(first.name()).isEqualTo("sample");
        }
    }

    @Test
    void saysThatAServiceHadToLeaveOutEvents() {
        try (var live = EventReader.open(url)) {
            live.await("hello", "");
            awaitStream(METRICS);
            METRICS.emit("data:{\"n\":2}\n\n");
            live.await("sample", "n\":2");

            METRICS.emit("event:gap\ndata:{\"dropped\":1}\n\n");

            live.await("opened", "\"metrics\"");
        }
    }

    @Test
    void tellsAViewerWhoComesLaterHowTheSuiteIs() {
        try (var first = EventReader.open(url)) {
            awaitStatus(first, "patron-service", "up");
        }

        try (var second = EventReader.open(url)) {
            var suite = JSON.readTree(second.await("suite", "").data());

            assertThat(suite.get(0).path("name").asString()).isEqualTo("patron-service");
            assertThat(suite.get(0).path("upstream").asString()).isEqualTo("patron");
            assertThat(suite.get(1).path("url").asString())
                    .isEqualTo("http://broker.example:8086/");
        }
    }

    @Test
    void saysThatAServiceIsGoneAndThatItsStreamIsBack() {
        try (var live = EventReader.open(url)) {
            awaitStatus(live, "broker-service", "up");

            BROKER.kill();

            var down = awaitStatus(live, "broker-service", "down");
            assertThat(down.path("detail").asString()).isEqualTo("connection refused");

            BROKER.revive();

            live.await(
                    event -> event.name().equals("opened") && event.data().contains("\"broker\""));
            awaitStream(BROKER);
            BROKER.emit("event:rates\ndata:{\"inRate\":8}\n\n");
            live.await("broker", "8");
        }
        try (var live = EventReader.open(url)) {
            awaitStatus(live, "broker-service", "up");
        }
    }

    @Test
    void comesBackToAServiceThatRefusesItsStreamOrAnswersSomethingElse() {
        NEWS.answer("/api/news/events", 500, Map.of("Content-Type", "text/plain"), "no");
        cut(NEWS);
        eventually(() -> assertThat(NEWS.requests("/api/news/events")).hasSizeGreaterThan(1));
        NEWS.answer("/api/news/events", 200, Map.of("Content-Type", "text/html"), "<p>hello");
        int asked = NEWS.requests("/api/news/events").size();
        eventually(
                () -> assertThat(NEWS.requests("/api/news/events")).hasSizeGreaterThan(asked + 1));

        try (var live = EventReader.open(url)) {
            live.await("hello", "");
            NEWS.reset();
            awaitStream(NEWS);
            NEWS.emit("event:source\ndata:{\"id\":\"cnn\"}\n\n");

            live.await("news", "cnn");
        }
    }

    @Test
    void losesNothingOfABurstForOneWhoReads() {
        try (var live = EventReader.open(url)) {
            live.await("hello", "");
            awaitStream(METRICS);

            for (int first = 0; first < 5 * BURST; first += BURST) {
                METRICS.emit(burst(first));

                for (int i = first; i < first + BURST; i++) {
                    var next =
                            live.await(event ->
                                    event.name().equals("sample") || event.name().equals("gap"));
                    assertThat(next.data()).contains("app-" + i + "\"");
                }
            }
        }
    }

    private static String burst(int first) {
        return IntStream.range(first, first + BURST)
                .mapToObj("data:{\"color\":\"app-%d\",\"cpu\":1.0}\n\n"::formatted)
                .collect(Collectors.joining());
    }

    private static void cut(FakeUpstream upstream) {
        upstream.kill();
        upstream.revive();
    }

    private static void awaitStream(FakeUpstream upstream) {
        eventually(() -> assertThat(upstream.openStreams()).isPositive());
    }

    private static JsonNode awaitStatus(EventReader live, String name, String status) {
        var event =
                live.await(candidate ->
                        candidate.name().equals("suite")
                                && status.equals(
                                        instance(candidate.data(), name)
                                                .path("status")
                                                .asString("")));
        return instance(event.data(), name);
    }

    private static JsonNode instance(String suite, String name) {
        for (var instance : JSON.readTree(suite)) {
            if (instance.path("name").asString().equals(name)) {
                return instance;
            }
        }
        return JSON.createObjectNode();
    }
}
