package dev.automat.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@CollectorTest
@AutoConfigureWebTestClient(timeout = "30s")
class SeriesIT {

    private final WebTestClient http;
    private final SeriesHistory history;

    private final Instant now = Instant.now();

    SeriesIT(@Autowired WebTestClient http, @Autowired SeriesHistory history) {
        this.http = http;
        this.history = history;
    }

    @BeforeEach
    void report() {
        report("red");
        report("a/b ü");
    }

    private void report(String name) {
        var fields = Map.of("cpu", 12.5, "mem", 48.2, "queue", 3.0);
        history.accept(new Sample(name, now, fields, "{}"), new Sender(1, "peer"), now);
    }

    @Test
    void listsSeriesWithoutPointsByDefault() {
        http.get()
                .uri("/api/series")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.name=='red')].last.cpu")
                .isEqualTo(12.5)
                .jsonPath("$[?(@.name=='red')].alive")
                .isEqualTo(true)
                .jsonPath("$[0].t.length()")
                .isEqualTo(0)
                .jsonPath("$[0].cpu.length()")
                .isEqualTo(0);
    }

    @Test
    void listsAsManyPointsAsAskedFor() {
        http.get()
                .uri("/api/series?points=30")
                .exchange()
                .expectBody()
                .jsonPath("$[0].t.length()")
                .isEqualTo(30)
                .jsonPath("$[0].mem.length()")
                .isEqualTo(30)
                .jsonPath("$[0].further.queue.length()")
                .isEqualTo(30);
    }

    @Test
    void showsOneSeriesWhateverItsName() {
        report("c/d ü");

        http.get()
                .uri("/api/series/{name}?from={from}", "c/d ü", now.getEpochSecond() - 1)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("c/d ü")
                .jsonPath("$.fields.cpu[0]")
                .isEmpty()
                .jsonPath("$.fields.cpu[1]")
                .isEqualTo(12.5)
                .jsonPath("$.t[1]")
                .isEqualTo(now.getEpochSecond());
    }

    @Test
    void rollsARangeUpWhenItIsWiderThanTheChart() {
        http.get()
                .uri(
                        "/api/series/red?from={from}&to={to}&width=60",
                        now.getEpochSecond() - 600,
                        now.getEpochSecond())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.step")
                .isEqualTo(10)
                .jsonPath("$.max.cpu[-1:]")
                .isEqualTo(12.5)
                .jsonPath("$.fields.cpu.length()")
                .isEqualTo(61);
    }

    @Test
    void rollsUpWhatWouldBeTooMuchToTellAtOnce() {
        http.get()
                .uri(
                        "/api/series/red?from={from}&to={to}&width=4000",
                        now.getEpochSecond() - 14 * 86_400,
                        now.getEpochSecond())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.step")
                .isEqualTo(3_600)
                .jsonPath("$.max.cpu[-1:]")
                .isEqualTo(12.5);
    }

    @Test
    void tellsARangeAsATable() {
        var table =
                http.get()
                        .uri("/api/series/red?step=60&from={from}", now.getEpochSecond() - 60)
                        .accept(MediaType.valueOf("text/csv"))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(table).startsWith("time,").contains("\"cpu\"", "\"queue_max\"", "12.5");
    }

    @Test
    void letsPrometheusScrapeAllSeries() {
        var text =
                http.get()
                        .uri("/metrics")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(text)
                .contains("# TYPE automat_app_up gauge\n")
                .contains("automat_app_cpu_percent{app=\"red\"} 12.5\n")
                .contains("automat_app_mem_mebibytes{app=\"a/b ü\"} 48.2\n")
                .contains("automat_app_field{app=\"red\",field=\"queue\"} 3.0\n");
    }

    @Test
    void saysThatASeriesIsUnknown() {
        expectProblem("/api/series/nobody", 404, "urn:problem-type:metrics:unknown-series");
    }

    @Test
    void saysWhatIsWrongWithARange() {
        expectProblem("/api/series/red?from=soon", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series/red?from=9&to=3", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series/red?step=7", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series/red?width=0", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem(
                "/api/series/red?step=1&from=0", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series?points=3601", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series?points=-1", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series?points=many", 400, null);
    }

    private void expectProblem(String uri, int status, @Nullable String type) {
        var body =
                http.get()
                        .uri(uri)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                        .expectBody();
        if (type != null) {
            body.jsonPath("$.type").isEqualTo(type);
        }
    }
}
