package dev.automat.metrics.history;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** History over HTTP. */
@RestController
final class SeriesController {

    private final SeriesHistory history;
    private final Clock clock;

    SeriesController(SeriesHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    /** Written series by series: ten thousand of them are not held as one answer. */
    @GetMapping("/api/series")
    Flux<SeriesResponse> all(@RequestParam(defaultValue = "0") int points) {
        if (points < 0 || points > SeriesRing.SECONDS) {
            throw new InvalidRangeException(
                    "points must be 0 to " + SeriesRing.SECONDS + ", is " + points);
        }
        var now = clock.instant();
        return Flux.fromIterable(history.all(now)).map(series -> series.describe(points, now));
    }

    @GetMapping("/api/series/{name}")
    RangeResponse one(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        var now = clock.instant();
        return history.named(name, now).read(TimeRange.of(from, to, now));
    }
}
