package dev.automat.metrics.alert;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.metrics.alert.AlertChange.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

class WebhookIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The answers to come; when there are none, 200. Zero answers never. */
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

    /** Paths with their queries. */
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DisposableServer server =
            HttpServer.create()
                    .host("127.0.0.1")
                    .port(0)
                    .handle((request, response) -> {
                        asked.add(request.uri());
                        var authorization = request.requestHeaders().get("Authorization");
                        return request.receive()
                                .aggregate()
                                .asString()
                                .doOnNext(body -> received.add(authorization + " " + body))
                                .flatMap(_ -> answer(answers.poll(), response));
                    })
                    .bindNow();
    private @Nullable Webhook webhook;

    private static Mono<Void> answer(@Nullable Integer status, HttpServerResponse response) {
        if (status == null) {
            return response.status(200).send();
        }
        return status == 0 ? Mono.never() : response.status(status).send();
    }

    @AfterEach
    void stop() {
        if (webhook != null) {
            webhook.stop();
        }
        server.disposeNow();
    }

    @Test
    void isToldInOrderAndAgainUntilItListens() throws InterruptedException {
        answers.addAll(List.of(503, 429));
        var hook = start(5);

        hook.changed(change(Event.RAISED, true));
        hook.changed(change(Event.OVER, true));

        assertThat(next()).contains("\"event\":\"raised\"").startsWith("Bearer let-me-in ");
        assertThat(next()).contains("\"event\":\"raised\"");
        assertThat(next())
                .contains(
                        "\"event\":\"raised\"", "\"text\":\"red: Silent\"", "\"rule\":\"silence\"")
                .contains("\"since\":\"2026-01-01T12:00:00Z\"");
        assertThat(next()).contains("\"event\":\"over\"");
        eventually(() -> assertThat(count("told")).isEqualTo(2));
        assertThat(count("lost")).isZero();
    }

    @Test
    void isFoundAtItsAddressToTheLetter() throws InterruptedException {
        var path = "/hook%2Fteam?sig=a%2Fb%2Bc%3D&text=%7Bname%7D";
        var hook = webhook(URI.create("http://127.0.0.1:" + server.port() + path), 1);
        webhook = hook;
        hook.start();

        hook.changed(change(Event.RAISED, true));

        assertThat(next()).contains("\"event\":\"raised\"");
        assertThat(asked.poll()).isEqualTo(path);
    }

    @Test
    void isNotToldWhatIsNoNews() throws InterruptedException {
        var hook = start(1);

        hook.changed(change(Event.RAISED, false));
        hook.changed(change(Event.OVER, true));

        assertThat(next()).contains("\"event\":\"over\"");
    }

    @Test
    void givesUpAfterItsAttemptsAndGoesOnWithTheNext() throws InterruptedException {
        answers.addAll(List.of(500, 500));
        var hook = start(2);

        hook.changed(change(Event.RAISED, true));
        hook.changed(change(Event.OVER, true));

        next();
        next();
        assertThat(next()).contains("\"event\":\"over\"");
        eventually(() ->
                assertThat(List.of(count("lost"), count("told"))).isEqualTo(List.of(1.0, 1.0)));
    }

    @Test
    void doesNotRepeatWhatTheReceiverBlames() throws InterruptedException {
        answers.add(400);
        var hook = start(5);

        hook.changed(change(Event.RAISED, true));
        hook.changed(change(Event.OVER, true));

        next();
        assertThat(next()).contains("\"event\":\"over\"");
        eventually(() -> assertThat(count("lost")).isEqualTo(1));
    }

    @Test
    void whatWaitsForAReceiverThatHangsIsBounded() {
        answers.add(0);
        var hook = start(1);

        for (int i = 0; i < 1_000; i++) {
            hook.changed(change(Event.RAISED, true));
        }

        assertThat(count("lost")).isGreaterThan(500);
    }

    @Test
    void doesNotStartWithAnAddressThatIsNone() {
        assertThatThrownBy(() -> webhook(URI.create("file:///etc/passwd"), 1).start())
                .hasMessageContaining("automat.metrics.alerts.webhook.url");
    }

    private Webhook start(int attempts) {
        var started = webhook(URI.create("http://127.0.0.1:" + server.port() + "/hook"), attempts);
        webhook = started;
        started.start();
        return started;
    }

    private Webhook webhook(URI url, int attempts) {
        var properties =
                new AlertProperties.Webhook(
                        url,
                        "Bearer let-me-in\n",
                        Duration.ofSeconds(20),
                        attempts,
                        Duration.ofMillis(10));
        return new Webhook(new AlertProperties(null, properties), meters);
    }

    private String next() throws InterruptedException {
        var body = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(body).isNotNull();
        return body;
    }

    private double count(String outcome) {
        return meters.counter("automat.metrics.alerts.webhook", "outcome", outcome).count();
    }

    private static AlertChange change(Event event, boolean isNews) {
        var since = Instant.parse("2026-01-01T12:00:00Z");
        var until = event == Event.OVER ? since.plusSeconds(60) : null;
        var alert = new Alert("red", "silence", "silence", since, until, "Silent", false);
        return new AlertChange(event, alert, isNews);
    }
}
