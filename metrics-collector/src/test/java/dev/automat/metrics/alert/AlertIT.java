package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

@CollectorTest
@AutoConfigureWebTestClient(timeout = "30s")
class AlertIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WebTestClient http;
    private final AlertWatch watch;

    AlertIT(@Autowired WebTestClient http, @Autowired AlertWatch watch) {
        this.http = http;
        this.watch = watch;
    }

    @Test
    void tellsAlerts() {
        raise("told");

        http.get()
                .uri("/api/alerts")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.series=='told')].kind")
                .isEqualTo("silence")
                .jsonPath("$[?(@.series=='told')].muted")
                .isEqualTo(false);
    }

    @Test
    void streamsAllThereIsAndThenWhatChanges() {
        raise("before");

        var events =
                http.get()
                        .uri("/api/alerts/events")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(new ParameterizedTypeReference<ServerSentEvent<Object>>() {})
                        .getResponseBody()
                        .filter(event -> event.event() != null);

        // Other tests' series may fall silent meanwhile.
        StepVerifier.create(events.skipUntil(event -> "alerts".equals(event.event())))
                .expectNextMatches(event -> data(event).contains("before"))
                .then(() -> raise("after"))
                .thenConsumeWhile(event -> !data(event).contains("after"))
                .expectNextMatches(event -> "raised".equals(event.event()))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void dismissesOne() {
        raise("dismissed");
        var alert = "/api/alerts?series=dismissed&rule=silence";

        http.delete().uri(alert).exchange().expectStatus().isNoContent().expectBody().isEmpty();

        assertThat(watch.board().all())
                .filteredOn(one -> one.series().equals("dismissed"))
                .singleElement()
                .matches(one -> one.until() != null);
        http.delete()
                .uri(alert)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:problem-type:metrics:unknown-alert");
    }

    private static String data(ServerSentEvent<Object> event) {
        return String.valueOf(event.data());
    }

    @Test
    void mutesForAWhileAndUnmutes() {
        var location =
                http.post()
                        .uri("/api/alerts/mutes")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"series\":\"gre*\",\"rule\":\"leak\",\"for\":\"2h\"}")
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody(Mute.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(location).isNotNull();
        assertThat(location.until()).isAfter(Instant.now().plusSeconds(7_000));
        assertThat(watch.mutes().cover(new Cause("green", "leak"), Instant.now())).isTrue();
        assertThat(watch.mutes().cover(new Cause("green", "silence"), Instant.now())).isFalse();

        var mute = "/api/alerts/mutes/" + location.id();
        http.delete().uri(mute).exchange().expectStatus().isNoContent().expectBody().isEmpty();

        assertThat(watch.mutes().cover(new Cause("green", "leak"), Instant.now())).isFalse();
        http.delete().uri(mute).exchange().expectStatus().isNotFound().expectBody();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"series\":\"*\"}",
                "{\"series\":\"*\",\"for\":\"soon\"}",
                "{\"series\":\"*\",\"for\":\"1s\"}",
                "{\"series\":\"*\",\"for\":\"9999d\"}",
                "{\"series\":\"\",\"for\":\"1h\"}",
                "[",
            })
    void doesNotMuteForeverNorOnAWordItDoesNotKnow(String body) {
        http.post()
                .uri("/api/alerts/mutes")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody();
    }

    @Test
    void tellsTheRulesInForce() {
        http.get()
                .uri("/api/alerts/rules")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.rules.silence.enabled")
                .isEqualTo(true);
    }

    @Test
    void tellsWhatAThresholdWouldHaveRaised(@Autowired List<SampleListener> listeners) {
        var now = Instant.now();
        for (int i = 120; i > 0; i--) {
            var fields = Map.of("cpu", i > 50 && i < 60 ? 99.0 : 1.0, "mem", 1.0);
            var sample = new Sample("tested", now.minusSeconds(i), fields, "{}");
            listeners.forEach(listener -> listener.accept(sample, new Sender(1, "peer"), now));
        }
        var from = now.minusSeconds(300).getEpochSecond();

        http.get()
                .uri("/api/alerts/backtest?series=tested&field=cpu&above=90&from=" + from)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.fired")
                .isEqualTo(1)
                .jsonPath("$.stepInSeconds")
                .isEqualTo(1)
                .jsonPath("$.alerts[0].text")
                .isEqualTo("cpu is 99, above 90");
        http.get()
                .uri("/api/alerts/backtest?series=tested&field=cpu&from=" + from)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody();
        http.get()
                .uri("/api/alerts/backtest?series=nobody")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody();
    }

    private void raise(String series) {
        watch.board().raise(new Cause(series, Alert.SILENCE), "Silent", false, Instant.now());
    }
}
