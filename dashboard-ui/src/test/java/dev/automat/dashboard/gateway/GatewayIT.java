package dev.automat.dashboard.gateway;

import static dev.automat.dashboard.FakeSuite.BROKER;
import static dev.automat.dashboard.FakeSuite.METRICS;
import static dev.automat.dashboard.FakeSuite.NEWS;
import static dev.automat.dashboard.FakeSuite.PATRON;
import static dev.automat.dashboard.Http.header;
import static dev.automat.dashboard.Http.text;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.dashboard.DashboardTest;
import dev.automat.dashboard.EventReader;
import dev.automat.dashboard.FakeSuite;
import dev.automat.dashboard.Http;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DashboardTest
class GatewayIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JSON_TYPE = "application/json";
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final String url;

    GatewayIT(@LocalServerPort int port) {
        url = "http://127.0.0.1:" + port;
    }

    @BeforeEach
    @AfterEach
    void bringsEveryServiceUp() {
        FakeSuite.reset();
    }

    @Test
    void relaysACallToItsServiceUnderTheServicesOwnPath() {
        PATRON.answer(
                "/patron",
                200,
                Map.of("Content-Type", JSON_TYPE, "ETag", "\"7\"", "Link", "</patron>; rel=next"),
                "[{\"id\":1}]");

        var response = Http.get(url + "/api/patron/patron?after=3&q=%C3%A9");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("[{\"id\":1}]");
        assertThat(header(response, "ETag")).isEqualTo("\"7\"");
        assertThat(header(response, "Link")).isEqualTo("</patron>; rel=next");
        assertThat(PATRON.requests("/patron?").getFirst().target())
                .isEqualTo("/patron?after=3&q=%C3%A9");
    }

    @Test
    void relaysAWriteWithItsBodyAndHeaders() {
        PATRON.answer("/patron/37", 412, Map.of("Content-Type", JSON_TYPE), "{\"msg\":\"bad\"}");

        var response =
                Http.send(
                        request("/api/patron/patron/37")
                                .header("Content-Type", JSON_TYPE)
                                .header("If-Match", "\"6\"")
                                .PUT(BodyPublishers.ofString("{\"name\":\"Zoë\"}")));

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(text(response)).isEqualTo("{\"msg\":\"bad\"}");
        var request = PATRON.requests("/patron/37").getFirst();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.header("If-Match")).isEqualTo("\"6\"");
        assertThat(request.body()).isEqualTo("{\"name\":\"Zoë\"}");
    }

    @Test
    void keepsAnEscapedSlashInsideItsPathSegment() {
        Http.get(url + "/api/metrics/api/series/team%2Fapp");

        assertThat(METRICS.requests("/api/series").getFirst().target())
                .isEqualTo("/api/series/team%2Fapp");
    }

    @Test
    void namesAServiceThatIsDownAndServesTheOthers() {
        NEWS.kill();

        var response = Http.get(url + "/api/news/api/news");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(response, "Retry-After")).isEqualTo("1");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        var problem = problem(response);
        assertThat(problem.path("type").asString())
                .isEqualTo("urn:problem-type:dashboard:upstream-down");
        assertThat(problem.path("status").asInt()).isEqualTo(503);
        assertThat(problem.path("upstream").asString()).isEqualTo("news");
        assertThat(problem.path("service").asString()).isEqualTo("news-aggregator");
        assertThat(Http.get(url + "/api/broker/api/channels").statusCode()).isEqualTo(200);
    }

    @Test
    void reachesAServiceAgainAsSoonAsItIsBack() {
        BROKER.kill();
        assertThat(Http.get(url + "/api/broker/api/channels").statusCode()).isEqualTo(503);

        BROKER.revive();

        assertThat(Http.get(url + "/api/broker/api/channels").statusCode()).isEqualTo(200);
    }

    @Test
    void givesUpOnAServiceThatTakesACallAndNeverAnswers() {
        PATRON.answer("/patron/1", 200, Map.of(), "STALL");

        var response = Http.get(url + "/api/patron/patron/1");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(problem(response).path("type").asString())
                .isEqualTo("urn:problem-type:dashboard:upstream-silent");
        assertThat(problem(response).path("service").asString()).isEqualTo("patron-service");
    }

    @Test
    void passesEachEventOnAtOnce() {
        try (var events = EventReader.open(url + "/api/metrics/feed?each")) {
            eventually(() -> assertThat(METRICS.openStreams("each")).isPositive());

            METRICS.emit("data:{\"color\":\"red\"}\n\n");

            // The stream stays open: had anything held the event back, it would not come.
            events.await("message", "red");
            assertThat(events.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(events.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void letsGoOfAStreamWhenTheBrowserLeaves() {
        try (var events = EventReader.open(url + "/api/metrics/feed?leaves")) {
            eventually(() -> assertThat(METRICS.openStreams("leaves")).isPositive());
            METRICS.emit("data:1\n\n");
            events.await("message", "1");
        }

        eventually(() -> {
            METRICS.emit(":anyone?\n\n");
            assertThat(METRICS.openStreams("leaves")).isZero();
        });
    }

    @Test
    void endsAStreamWhoseServiceDies() {
        try (var events = EventReader.open(url + "/api/metrics/feed?dies")) {
            eventually(() -> assertThat(METRICS.openStreams("dies")).isPositive());

            METRICS.kill();

            events.awaitEnd();
        }
    }

    @Test
    void refusesABodyThatSaysItIsTooLarge() {
        var response =
                Http.send(
                        request("/api/patron/patron")
                                .header("Content-Type", JSON_TYPE)
                                .POST(BodyPublishers.ofString("x".repeat(MAX_BODY_BYTES + 1))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(problem(response).path("type").asString())
                .isEqualTo("urn:problem-type:dashboard:body-too-large");
        assertThat(problem(response).path("limitInBytes").asInt()).isEqualTo(MAX_BODY_BYTES);
        assertThat(PATRON.requests("/patron")).noneMatch(seen -> seen.method().equals("POST"));
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() {
        var response =
                Http.send(
                        request("/api/patron/patron")
                                .header("Content-Type", JSON_TYPE)
                                .POST(chunked("x".repeat(4 * MAX_BODY_BYTES))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(PATRON.requests("/patron")).noneMatch(seen -> seen.method().equals("POST"));
    }

    @Test
    void letsAnImportOfAnySizeThrough() {
        var rows = "{\"name\":\"Carol\"}\n".repeat(MAX_BODY_BYTES);

        var response =
                Http.send(
                        request("/api/patron/patron")
                                .header("Content-Type", "application/x-ndjson")
                                .POST(chunked(rows)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(PATRON.requests("/patron"))
                .anyMatch(seen -> seen.method().equals("POST") && seen.body().equals(rows));
    }

    @Test
    void tellsABrowserNotToGuessAndNotToRunWhatAServiceAnswers() {
        PATRON.answer("/page", 200, Map.of("Content-Type", "text/html"), "<script>1</script>");

        var response = Http.get(url + "/api/patron/page");

        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "sandbox");
    }

    @Test
    void leavesTheServicesOwnPolicyAlone() {
        NEWS.answer(
                "/news",
                200,
                Map.of(
                        "Content-Type",
                        "text/html",
                        "Content-Security-Policy",
                        "default-src 'self'"),
                "<p>headlines</p>");

        var response = Http.get(url + "/api/news/news");

        assertThat(response.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'self'");
    }

    @Test
    void leavesThePolicyOfWhatHasNotChangedAsItWas() {
        NEWS.answer("/news", 304, Map.of("ETag", "\"1\""), "");

        var response = Http.get(url + "/api/news/news", "If-None-Match", "\"1\"");

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(header(response, "Content-Security-Policy")).isEmpty();
    }

    @Test
    void answersACallForNoServiceWithAProblem() {
        var response = Http.get(url + "/api/billing/invoices", "Accept", JSON_TYPE);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void givesNoOtherSiteTheRightToRead() {
        var response = Http.get(url + "/api/patron/patron", "Origin", "https://evil.example");

        assertThat(header(response, "Access-Control-Allow-Origin")).isEmpty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private static HttpRequest.BodyPublisher chunked(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    private static JsonNode problem(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }
}
