package dev.automat.metrics.alert;

import dev.automat.metrics.CollectorTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@CollectorTest
@AutoConfigureWebTestClient
class AlertIT {

    @Test
    void tellsAlerts(@Autowired WebTestClient http, @Autowired AlertWatch watch) {
        watch.board().raise("red", Alert.SILENCE, "Silent", Instant.now());

        http.get()
                .uri("/api/alerts")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].series")
                .isEqualTo("red")
                .jsonPath("$[0].kind")
                .isEqualTo("silence");
    }
}
