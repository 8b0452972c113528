package dev.automat.patron.changefeed;

import dev.automat.web.stream.LiveStreams;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Streams the database's events to HTTP clients. */
@RestController
final class EventController {

    private final EventStream stream;
    private final LiveStreams liveStreams;

    EventController(EventStream stream, LiveStreams liveStreams) {
        this.stream = stream;
        this.liveStreams = liveStreams;
    }

    @GetMapping(path = "/patron/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> events() {
        return liveStreams.keepAlive(stream.events().map(EventController::serverSent));
    }

    private static ServerSentEvent<String> serverSent(TableEvent event) {
        return ServerSentEvent.builder(event.json())
                .event("patron")
                .id(Long.toString(event.version()))
                .build();
    }
}
