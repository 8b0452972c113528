package dev.automat.dashboard.live;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks every instance for its readiness, each in its own rhythm, so that a slow one delays none.
 */
final class SuiteHealth {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration REMINDER = Duration.ofSeconds(5);

    private final List<Instance> instances;
    private final WebClient client;
    private final Clock clock;

    SuiteHealth(List<Instance> instances, WebClient client, Clock clock) {
        this.instances = instances;
        this.client = client;
        this.clock = clock;
    }

    private record Answer(Instance instance, Probe probe) {}

    /**
     * Watches the suite.
     *
     * @return the state of all instances, whenever one changes and every five seconds; never
     *     completes and never fails
     */
    Flux<List<InstanceHealth>> states() {
        return Flux.defer(() -> {
            var board = new HealthBoard(instances, clock);
            return Flux.merge(answers(), reminders())
                    .filter(answer -> isNews(board, answer))
                    .map(_ -> board.healths())
                    .filter(healths -> !healths.isEmpty());
        });
    }

    private static boolean isNews(HealthBoard board, Object signal) {
        return !(signal instanceof Answer(var instance, var probe)) || board.apply(instance, probe);
    }

    private static Flux<Object> reminders() {
        return Flux.interval(REMINDER).onBackpressureDrop().cast(Object.class);
    }

    private Flux<Object> answers() {
        return Flux.fromIterable(instances)
                .flatMap(this::answers, Math.max(1, instances.size()))
                .cast(Object.class);
    }

    private Flux<Answer> answers(Instance instance) {
        return Mono.defer(() -> probe(instance))
                .map(probe -> new Answer(instance, probe))
                .repeatWhen(done -> done.delayElements(INTERVAL));
    }

    private Mono<Probe> probe(Instance instance) {
        return client.get()
                .uri(instance.url().resolve("/actuator/health/readiness"))
                .exchangeToMono(response ->
                        response.releaseBody().thenReturn(probe(response.statusCode().value())))
                .timeout(PATIENCE)
                .onErrorResume(cause -> Mono.just(probe(cause)));
    }

    private static Probe probe(int httpStatus) {
        return httpStatus >= 200 && httpStatus < 300
                ? new Probe.Ready()
                : new Probe.Unready(httpStatus);
    }

    private static Probe probe(@Nullable Throwable cause) {
        for (var at = cause; at != null; at = at.getCause()) {
            if (at instanceof TimeoutException) {
                return new Probe.Silent();
            }
            if (at instanceof IOException) {
                return new Probe.Refused();
            }
        }
        return new Probe.Silent();
    }
}
