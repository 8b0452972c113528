package dev.automat.dashboard.live;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;

/** What waits for one viewer: bounded, the oldest goes first, and the viewer is told. */
final class Mailbox {

    private final int capacity;
    private final AtomicLong lost = new AtomicLong();

    Mailbox(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Decouples one viewer from the rest.
     *
     * @return the events; where some were dropped, a {@code gap} event stands before the next one
     */
    Flux<LiveEvent> deliver(Flux<LiveEvent> events) {
        return events.onBackpressureBuffer(
                        capacity, _ -> lost.incrementAndGet(), BufferOverflowStrategy.DROP_OLDEST)
                .concatMapIterable(this::withGap, 1);
    }

    private List<LiveEvent> withGap(LiveEvent event) {
        var missed = lost.getAndSet(0);
        return missed == 0 ? List.of(event) : List.of(LiveEvent.gap(missed), event);
    }
}
