package dev.automat.metrics.alert;

import dev.automat.web.stream.LiveStreams;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Alerts as server-sent events. Who is too slow is cut off, comes back and gets all there is. */
@Component
final class AlertStream implements AlertListener {

    static final int MAX_CLIENTS = 1_000;

    private static final int MAX_WAITING = 1_024;

    private final Sinks.Many<AlertChange> changes = Sinks.many().multicast().directBestEffort();
    private final LiveStreams streams;

    AlertStream(LiveStreams streams) {
        this.streams = streams;
    }

    @Override
    public void changed(AlertChange change) {
        // Nobody listens, or the buffers below are what is full: both are dealt with there.
        var _ = changes.tryEmitNext(change);
    }

    /**
     * All alerts, then each change.
     *
     * @return fails at once with {@link TooManyClientsException} when {@link #MAX_CLIENTS} listen
     */
    Flux<ServerSentEvent<Object>> events(Supplier<?> all) {
        return Flux.defer(() -> {
            if (changes.currentSubscriberCount() >= MAX_CLIENTS) {
                return Flux.error(new TooManyClientsException(MAX_CLIENTS));
            }
            // Listens first, so that nothing falls between what is and what changes.
            var news = changes.asFlux().onBackpressureBuffer(MAX_WAITING).map(AlertStream::event);
            var present = Mono.fromSupplier(() -> event("alerts", all.get()));
            return streams.keepAlive(Flux.merge(news, present));
        });
    }

    private static ServerSentEvent<Object> event(AlertChange change) {
        return event(change.event().name().toLowerCase(Locale.ROOT), change.alert());
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
