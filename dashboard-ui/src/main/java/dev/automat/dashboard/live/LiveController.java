package dev.automat.dashboard.live;

import dev.automat.dashboard.site.SiteVersion;
import dev.automat.web.stream.LiveStreams;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** The page's one stream; browsers open only six connections to one origin. */
@RestController
final class LiveController {

    private final LiveHub hub;
    private final LiveStreams streams;
    private final SiteVersion site;
    private final Clock clock = Clock.systemUTC();

    LiveController(LiveHub hub, LiveStreams streams, SiteVersion site) {
        this.hub = hub;
        this.streams = streams;
        this.site = site;
    }

    @GetMapping(path = "/api/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> live(ServerHttpResponse response) {
        response.getHeaders().setCacheControl("no-store");
        // Proxies that buffer by default understand this one.
        response.getHeaders().set("X-Accel-Buffering", "no");
        return streams.keepAlive(hub.events(this::hello).map(LiveController::encode));
    }

    /** Tells the page its server's clock and whether it is older than the server. */
    private LiveEvent hello() {
        return new LiveEvent(
                "hello",
                "{\"version\":\"%s\",\"time\":%d}".formatted(site.value(), clock.millis()));
    }

    private static ServerSentEvent<String> encode(LiveEvent event) {
        return ServerSentEvent.<String>builder().event(event.name()).data(event.json()).build();
    }
}
