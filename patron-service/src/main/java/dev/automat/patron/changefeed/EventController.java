package dev.automat.patron.changefeed;

import dev.automat.web.stream.LiveStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

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
    Flux<ServerSentEvent<String>> events(
            @RequestHeader(name = "Last-Event-ID", defaultValue = "") String lastEventId) {
        // The feed's thread must not write to clients.
        var sights = stream.watch(version(lastEventId)).publishOn(Schedulers.parallel());
        return liveStreams.keepAlive(sights.map(EventController::serverSent));
    }

    /** An id that is none of ours is not kept either. */
    private static @Nullable Long version(String lastEventId) {
        if (lastEventId.isEmpty()) {
            return null;
        }
        try {
            return Long.valueOf(lastEventId);
        } catch (NumberFormatException _) {
            return Long.MIN_VALUE;
        }
    }

    private static ServerSentEvent<String> serverSent(EventStream.Sight sight) {
        return switch (sight) {
            case EventStream.Sight.Seen(var event) ->
                    ServerSentEvent.builder(event.json())
                            .event("patron")
                            .id(Long.toString(event.version()))
                            .build();
            case EventStream.Sight.Gap _ -> ServerSentEvent.builder("{}").event("gap").build();
        };
    }
}
