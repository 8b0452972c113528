package dev.automat.metrics.history;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@CollectorTest
@AutoConfigureWebTestClient
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
        var fields = Map.of("cpu", 12.5, "mem", 48.2, "queue", 3.0);
        for (var name : new String[] {"red", "a/b ü"}) {
            history.accept(new Sample(name, now, fields, "{}"), new Sender(1, "peer"), now);
        }
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
        http.get()
                .uri("/api/series/{name}?from={from}", "a/b ü", now.getEpochSecond() - 1)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("a/b ü")
                .jsonPath("$.fields.cpu[0]")
                .isEmpty()
                .jsonPath("$.fields.cpu[1]")
                .isEqualTo(12.5)
                .jsonPath("$.t[1]")
                .isEqualTo(now.getEpochSecond());
    }

    @Test
    void saysThatASeriesIsUnknown() {
        expectProblem("/api/series/nobody", 404, "urn:problem-type:metrics:unknown-series");
    }

    @Test
    void saysWhatIsWrongWithARange() {
        expectProblem("/api/series/red?from=soon", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series/red?from=9&to=3", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series?points=3601", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series?points=-1", 400, "urn:problem-type:metrics:invalid-range");
        expectProblem("/api/series?points=many", 400, null);
    }

    private void expectProblem(
            String uri, int status, @org.jspecify.annotations.Nullable String type) {
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
