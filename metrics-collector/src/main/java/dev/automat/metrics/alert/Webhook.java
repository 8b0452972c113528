package dev.automat.metrics.alert;

import dev.automat.metrics.alert.AlertChange.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Tells one address of alerts, one after the other and in order. What waits is bounded; what finds
 * no room, and what was tried often enough, is counted and not told.
 */
@Component
final class Webhook implements AlertListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Webhook.class);
    private static final int MAX_WAITING = 256;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final AlertProperties.Webhook properties;
    private final WebClient client = WebClient.create();
    private final Counter told;
    private final Counter lost;
    private volatile Sinks.@Nullable Many<AlertChange> waiting;
    private volatile @Nullable Disposable telling;

    Webhook(AlertProperties properties, MeterRegistry meters) {
        this.properties = properties.webhook();
        this.told = counter("told", meters);
        this.lost = counter("lost", meters);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("automat.metrics.alerts.webhook")
                .description("What the webhook was told, or was not after all attempts")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public void start() {
        var url = properties.url();
        if (url == null) {
            return;
        }
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalStateException(
                    "automat.metrics.alerts.webhook.url must begin with http:// or https://");
        }
        var started =
                Sinks.many()
                        .unicast()
                        .<AlertChange>onBackpressureBuffer(new ArrayBlockingQueue<>(MAX_WAITING));
        waiting = started;
        telling = started.asFlux().concatMap(change -> tell(url, change), 1).subscribe();
    }

    @Override
    public void changed(AlertChange change) {
        var queue = waiting;
        if (queue != null && change.isNews() && queue.tryEmitNext(change).isFailure()) {
            lost.increment();
        }
    }

    private Mono<Void> tell(URI url, AlertChange change) {
        return post(url, change)
                .timeout(properties.timeout())
                .retryWhen(
                        Retry.backoff(properties.attempts() - 1L, properties.pause())
                                .maxBackoff(LONGEST_PAUSE)
                                .filter(Webhook::mayPass))
                .doOnSuccess(_ -> told.increment())
                .doOnError(this::lost)
                .onErrorComplete();
    }

    private Mono<Void> post(URI url, AlertChange change) {
        return Mono.defer(() ->
                client.post()
                        .uri(url)
                        .headers(this::authorize)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body(change))
                        .retrieve()
                        .toBodilessEntity()
                        .then());
    }

    private void authorize(HttpHeaders headers) {
        var authorization = properties.authorization();
        if (authorization != null) {
            headers.set(HttpHeaders.AUTHORIZATION, authorization);
        }
    }

    /** Chat servers show the text; programs read the rest. */
    private static Map<String, Object> body(AlertChange change) {
        var alert = change.alert();
        boolean isOver = change.event() == Event.OVER;
        return Map.of(
                "event",
                isOver ? "over" : "raised",
                "text",
                alert.series() + ": " + alert.text() + (isOver ? " (over)" : ""),
                "alert",
                alert);
    }

    /** Another attempt is of use unless the answer blames what was sent. */
    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof WebClientResponseException answer)
                || answer.getStatusCode().is5xxServerError()
                || answer.getStatusCode().value() == 408
                || answer.getStatusCode().value() == 429;
    }

    private void lost(Throwable failure) {
        lost.increment();
        log.warn("The webhook could not be told of an alert: {}", failure.toString());
    }

    @Override
    public void stop() {
        var running = telling;
        waiting = null;
        telling = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return telling != null;
    }
}
