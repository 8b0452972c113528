package dev.automat.patron.changefeed;

import org.springframework.stereotype.Component;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Proven events for whoever wants to watch: the log and HTTP clients. */
@Component
final class EventStream {

    private static final int MOST_WAITING = 1_024;

    private final Sinks.Many<TableEvent> events = Sinks.many().multicast().directBestEffort();

    /** Called by one thread at a time. */
    void publish(TableEvent event) {
        var _ = events.tryEmitNext(event);
    }

    /** Events from now on. A watcher who falls behind by 1,024 events loses the oldest. */
    Flux<TableEvent> events() {
        return events.asFlux()
                .onBackpressureBuffer(MOST_WAITING, BufferOverflowStrategy.DROP_OLDEST);
    }
}
