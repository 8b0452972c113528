package dev.automat.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.dashboard.EventReader;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/** The hub behind a real server, with viewers on real sockets. */
class StalledViewerIT {

    private static final int EVENTS = 3_000;
    private static final int BATCH = 50;
    private static final String FILLING = "x".repeat(8_000);

    private final Sinks.Many<LiveEvent> samples = Sinks.many().multicast().directBestEffort();
    private final LiveHub hub = new LiveHub(List.of(samples.asFlux()), 512);
    private final DisposableServer server = serve();

    private DisposableServer serve() {
        var route = RouterFunctions.route(RequestPredicates.GET("/live"), this::answer);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route)))
                .bindNow();
    }

    private Mono<ServerResponse> answer(ServerRequest request) {
        var events =
                hub.events(() -> new LiveEvent("hello", "{}"))
                        .map(event ->
                                ServerSentEvent.builder(event.json()).event(event.name()).build());
        return ServerResponse.ok().body(BodyInserters.fromServerSentEvents(events));
    }

    @BeforeEach
    void starts() {
        hub.start();
    }

    @AfterEach
    void stops() {
        hub.stop();
        server.disposeNow();
    }

    @Test
    void doesNotSlowTheOthersAndIsToldWhatItLost() {
        var url = "http://127.0.0.1:" + server.port() + "/live";
        try (var stalled = EventReader.openStalled(url);
                var quick = EventReader.open(url)) {
            quick.await("hello", "");
            for (int i = 0; i < EVENTS; i += BATCH) {
                publish(i, i + BATCH);
                quick.await("sample", "{\"n\":" + (i + BATCH - 1) + ",");
            }

            stalled.wake();

            var gap = JsonMapper.builder().build().readTree(stalled.await("gap", "").data());
            assertThat(gap.path("lost").asLong()).isPositive();
            stalled.await("sample", "{\"n\":" + (EVENTS - 1) + ",");
        }
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            samples.emitNext(
                    new LiveEvent("sample", "{\"n\":" + i + ",\"filling\":\"" + FILLING + "\"}"),
                    Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }
}
