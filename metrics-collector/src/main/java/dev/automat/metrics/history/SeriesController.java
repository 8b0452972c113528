package dev.automat.metrics.history;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** History over HTTP. */
@RestController
final class SeriesController {

    private final SeriesHistory history;
    private final RangeQueries queries;
    private final Clock clock;

    SeriesController(SeriesHistory history, RangeQueries queries, Clock clock) {
        this.history = history;
        this.queries = queries;
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

    /**
     * One series over time.
     *
     * @param step seconds a value shall stand for; by default as many as give a point per pixel
     * @param width of the chart, in pixels
     */
    @GetMapping("/api/series/{name}")
    Mono<RangeResponse> one(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable Integer step,
            @RequestParam(defaultValue = "3600") int width) {
        return queries.read(name, new RangeQueries.Wish(from, to, step, width));
    }

    /** The same as a table: a line for each step, empty where the app was silent. */
    @GetMapping(value = "/api/series/{name}", produces = "text/csv")
    Mono<String> table(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable Integer step,
            @RequestParam(defaultValue = "3600") int width) {
        return queries.read(name, new RangeQueries.Wish(from, to, step, width))
                .map(RangeTable::text);
    }
}
