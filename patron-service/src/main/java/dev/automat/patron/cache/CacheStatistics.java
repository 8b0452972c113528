package dev.automat.patron.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What the cache did since the start. */
record CacheStatistics(
        LongAdder hits,
        LongAdder misses,
        LongAdder bypassed,
        LongAdder refusedFills,
        LongAdder events,
        LongAdder connections) {

    CacheStatistics() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
    }

    long reconnects() {
        return Math.max(0, connections.sum() - 1);
    }

    void publishTo(MeterRegistry meters) {
        publish(meters, "patron.cache.hits", "Reads answered by the cache", hits);
        publish(meters, "patron.cache.misses", "Reads that the cache could not answer", misses);
        publish(meters, "patron.cache.bypassed", "Reads that did not ask the cache", bypassed);
        publish(meters, "patron.cache.refused.fills", "Rows too late to be cached", refusedFills);
        publish(meters, "patron.cache.events", "Changes heard from the database", events);
        FunctionCounter.builder("patron.cache.reconnects", this, CacheStatistics::reconnects)
                .description("Connections of the change feed after the first")
                .register(meters);
    }

    private static void publish(MeterRegistry meters, String name, String text, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum).description(text).register(meters);
    }
}
