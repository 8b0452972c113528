package dev.automat.patron.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the cache did since the start. */
final class CacheStatistics {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder bypassed = new LongAdder();
    private final LongAdder refusedFills = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder staleFound = new LongAdder();
    private volatile @Nullable Instant lastEvent;

    LongAdder hits() {
        return hits;
    }

    LongAdder misses() {
        return misses;
    }

    LongAdder bypassed() {
        return bypassed;
    }

    LongAdder refusedFills() {
        return refusedFills;
    }

    LongAdder events() {
        return events;
    }

    LongAdder connections() {
        return connections;
    }

    LongAdder staleFound() {
        return staleFound;
    }

    /** An event came. */
    void heard() {
        events.increment();
        lastEvent = Instant.now();
    }

    /** When the last event came; null before the first. */
    @Nullable Instant lastEvent() {
        return lastEvent;
    }

    long reconnects() {
        return Math.max(0, connections.sum() - 1);
    }

    void publishTo(MeterRegistry meters) {
        publish(meters, "patron.cache.hits", "Reads answered by the cache", hits);
        publish(meters, "patron.cache.misses", "Reads that the cache could not answer", misses);
        publish(meters, "patron.cache.bypassed", "Reads that did not ask the cache", bypassed);
        publish(meters, "patron.cache.refused.fills", "Rows too late to be cached", refusedFills);
        publish(
                meters,
                "patron.cache.stale.found",
                "Entries that were wrong and would have stayed so; anything but 0 is an alarm",
                staleFound);
        publish(meters, "patron.cache.events", "Changes heard from the database", events);
        FunctionCounter.builder("patron.cache.reconnects", this, CacheStatistics::reconnects)
                .description("Connections of the change feed after the first")
                .register(meters);
    }

    private static void publish(MeterRegistry meters, String name, String text, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum).description(text).register(meters);
    }
}
