package dev.automat.metrics.alert;

import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.alert.rule.Threshold;
import dev.automat.metrics.history.SeriesPast;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Tells over HTTP what rules would have raised. */
@RestController
final class BackTestController {

    private static final Duration DEFAULT_LENGTH = Duration.ofDays(7);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_WAITING = 16;

    private final AlertWatch watch;
    private final SeriesPast past;
    private final Clock clock;

    /** One at a time: it is arithmetic over thousands of steps, and the present goes first. */
    private final Scheduler scheduler =
            Schedulers.newBoundedElastic(1, MAX_WAITING, "metrics-back-test", 60, true);

    BackTestController(AlertWatch watch, SeriesPast past, Clock clock) {
        this.watch = watch;
        this.past = past;
        this.clock = clock;
    }

    /** A threshold to try, or none of it for the rules in force. */
    record Trial(
            @Nullable String field,
            @Nullable Double above,
            @Nullable Double below,
            @Nullable Double until,
            @Nullable Duration held) {

        private AlertRules rules(AlertRules inForce) {
            if (field == null && above == null && below == null && until == null && held == null) {
                return inForce;
            }
            try {
                return AlertRules.only(
                        new Threshold(
                                "trial",
                                "*",
                                Objects.requireNonNullElse(field, ""),
                                above,
                                below,
                                until,
                                Objects.requireNonNullElse(held, Duration.ZERO)));
            } catch (IllegalArgumentException e) {
                throw new InvalidAlertRequestException(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * One series' past.
     *
     * @param from seconds since the epoch or ISO 8601 with offset; by default a week ago
     * @param to the same; by default now
     */
    @GetMapping("/api/alerts/backtest")
    Mono<BackTestResponse> test(
            @RequestParam String series,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String field,
            @RequestParam(required = false) @Nullable Double above,
            @RequestParam(required = false) @Nullable Double below,
            @RequestParam(required = false) @Nullable Double until,
            @RequestParam(name = "for", required = false) @Nullable Duration held) {
        var trial = new Trial(field, above, below, until, held);
        var rules = trial.rules(watch.rules().rules());
        return Mono.fromCallable(() -> test(series, from, to, rules))
                .subscribeOn(scheduler)
                .timeout(TIMEOUT);
    }

    private BackTestResponse test(
            String series, @Nullable String from, @Nullable String to, AlertRules rules) {
        Instant now = clock.instant();
        var begin = now.minus(DEFAULT_LENGTH).getEpochSecond();
        var stored =
                past.read(series, Objects.requireNonNullElse(from, Long.toString(begin)), to, now);
        return new BackTest(stored).run(series, rules);
    }
}
