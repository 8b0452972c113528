package dev.automat.metrics.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The newest sample of each series, for clients that lost some. When all together are too large,
 * the series that reported longest ago goes. Confined to the hub's lock.
 */
final class NewestSamples {

    private final int maxBytes;

    /** Whoever reported last comes last. */
    private final SequencedMap<String, FeedEvent> bySeries = new LinkedHashMap<>();

    private int bytes;

    NewestSamples(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void put(String series, FeedEvent event) {
        bytes += event.sizeInBytes();
        var older = bySeries.putLast(series, event);
        if (older != null) {
            bytes -= older.sizeInBytes();
        }
        while (bytes > maxBytes) {
            bytes -= bySeries.pollFirstEntry().getValue().sizeInBytes();
        }
    }

    /** In the order of the feed, those from one place on and before another. */
    Deque<FeedEvent> between(long first, long end) {
        var found = new ArrayDeque<FeedEvent>();
        for (var event : bySeries.sequencedValues().reversed()) {
            if (event.sequence() < first) {
                break;
            }
            if (event.sequence() < end) {
                found.addFirst(event);
            }
        }
        return found;
    }
}
