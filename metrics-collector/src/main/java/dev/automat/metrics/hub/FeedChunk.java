package dev.automat.metrics.hub;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Whole events in a row, encoded as clients get them. Clients that are as far on share one. */
public final class FeedChunk {

    /** No events. */
    public static final FeedChunk EMPTY = new FeedChunk(List.of());

    private final List<FeedEvent> events;
    private final int sizeInBytes;

    FeedChunk(List<FeedEvent> events) {
        this.events = List.copyOf(events);
        this.sizeInBytes = events.stream().mapToInt(FeedEvent::sizeInBytes).sum();
    }

    List<FeedEvent> events() {
        return events;
    }

    /** Whether there are no events. */
    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Size of all events together. */
    public int sizeInBytes() {
        return sizeInBytes;
    }

    /** Appends the events to a buffer. */
    public void writeTo(ByteBuf target) {
        for (var event : events) {
            event.writeTo(target);
        }
    }
}
