package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service tells about itself. */
class StatusIT {

    private static final JsonMapper JSON = new JsonMapper();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = RunningBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        HTTP.close();
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(broker.http(path)))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private static String get(String path) throws IOException, InterruptedException {
        var response = HTTP.send(request(path), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path));
    }

    @Test
    void tellsOfChannelsAndConnections() throws IOException {
        try (var subscriber = FramesPeer.subscribed(broker.door("frames"), "/topic/status");
                var publisher = FramesPeer.publisher(broker.door("frames"))) {
            publisher.publish("/topic/status", "1", "2");
            assertThat(subscriber.receive(2)).hasSize(2);

            eventually(() -> {
                var channel = json("/api/channels").path(0);
                assertThat(channel.path("name").asString()).isEqualTo("/topic/status");
                assertThat(channel.path("kind").asString()).isEqualTo("topic");
                assertThat(channel.path("subscribers").asInt()).isEqualTo(1);
                assertThat(channel.path("in").asInt()).isEqualTo(2);
                assertThat(channel.path("out").asInt()).isEqualTo(2);
                var connections = json("/api/connections");
                assertThat(connections.size()).isEqualTo(2);
                assertThat(connections.toString()).contains("\"/topic/status\"");
            });
        }
    }

    @Test
    void listsConnectionsInTheOrderAskedFor() throws Exception {
        try (var quiet = FramesPeer.subscribed(broker.door("frames"), "/topic/quiet");
                var busy = FramesPeer.subscribed(broker.door("frames"), "/topic/busy")) {
            quiet.publish("/topic/quiet", "1");
            busy.publish("/topic/busy", "1", "2");
            assertThat(quiet.receive()).isEqualTo("1");
            assertThat(busy.receive(2)).hasSize(2);

            eventually(() -> {
                var first = json("/api/connections?sort=out").path(0);
                assertThat(first.path("subscription").asString()).isEqualTo("/topic/busy");
                assertThat(first.path("out").asInt()).isEqualTo(2);
            });
            assertThat(json("/api/connections?sort=pinned").size()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void saysWhichOrdersThereAre() throws Exception {
        var response =
                HTTP.send(
                        request("/api/connections?sort=luck"),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).path("detail").asString())
                .isEqualTo("sort must be one of pinned, in, out, newest");
    }

    @Test
    void streamsRates() throws Exception {
        var response = HTTP.send(request("/api/events"), HttpResponse.BodyHandlers.ofLines());
        try (var lines = response.body()) {
            var data = lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();

            var rates = JSON.readTree(data.substring("data:".length()));

            assertThat(rates.path("inRate").isNumber()).isTrue();
            assertThat(rates.path("channels").isArray()).isTrue();
        }
    }

    @Test
    void isReadyWhileItsDoorsAreOpen() throws Exception {
        assertThat(json("/actuator/health/readiness").path("status").asString()).isEqualTo("UP");
    }

    @Test
    void measuresTheWholeAndNoSingleChannel() throws Exception {
        try (var peer = FramesPeer.subscribed(broker.door("frames"), "/topic/secret-name")) {
            peer.publish("/topic/secret-name", "1");
            assertThat(peer.receive()).isEqualTo("1");

            var metrics = get("/actuator/prometheus");

            assertThat(metrics)
                    .contains("automat_broker_messages_total{")
                    .contains("automat_broker_pinned_bytes")
                    .contains("automat_broker_refusals_total{")
                    .doesNotContain("secret-name");
        }
    }
}
