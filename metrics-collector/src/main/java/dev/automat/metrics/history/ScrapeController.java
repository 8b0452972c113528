package dev.automat.metrics.history;

import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every series for Prometheus; what the collector says of itself is under the actuator's path. */
@RestController
final class ScrapeController {

    private static final MediaType EXPOSITION =
            MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private final SeriesHistory history;
    private final Clock clock;

    ScrapeController(SeriesHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/metrics")
    ResponseEntity<String> scrape() {
        var now = clock.instant();
        return ResponseEntity.ok()
                .contentType(EXPOSITION)
                .body(Exposition.text(history.all(now), now));
    }
}
