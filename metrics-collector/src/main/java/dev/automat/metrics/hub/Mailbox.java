package dev.automat.metrics.hub;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What waits for one client: bounded in events and bytes. When it is full the oldest event goes,
 * and the next reader is told how many are missing before it gets the rest. Safe for many threads.
 */
final class Mailbox {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int maxEvents;
    private final int maxBytes;
    private final ArrayDeque<FeedEvent> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long untoldDrops;

    Mailbox(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds an event at the end.
     *
     * @return how many older events had to go
     */
    synchronized int offer(FeedEvent event) {
        waiting.addLast(event);
        waitingBytes += event.sizeInBytes();
        int dropped = 0;
        // One event always stays, however large: a client that reads one at a time gets on.
        while (waiting.size() > 1 && (waiting.size() > maxEvents || waitingBytes > maxBytes)) {
            waitingBytes -= waiting.removeFirst().sizeInBytes();
            dropped++;
        }
        untoldDrops += dropped;
        return dropped;
    }

    /** Tells the next reader that this many events before the waiting ones are missing. */
    synchronized void miss(long events) {
        untoldDrops += events;
    }

    /**
     * Takes whole events from the front as one chunk.
     *
     * @param chunkBytes where the chunk ends; a single larger event still comes, alone
     * @return the chunk, ready to read; empty when nothing waits
     */
    synchronized ByteBuffer take(int chunkBytes) {
        if (untoldDrops > 0) {
            var gap = FeedEvent.gap(untoldDrops);
            untoldDrops = 0;
            waiting.addFirst(gap);
            waitingBytes += gap.sizeInBytes();
        }
        if (waiting.isEmpty()) {
            return NOTHING;
        }
        var chunk = ByteBuffer.allocate(chunkSize(chunkBytes));
        while (chunk.hasRemaining()) {
            var event = waiting.removeFirst();
            waitingBytes -= event.sizeInBytes();
            event.writeTo(chunk);
        }
        return chunk.flip();
    }

    private int chunkSize(int chunkBytes) {
        int size = 0;
        for (var event : waiting) {
            if (size > 0 && size + event.sizeInBytes() > chunkBytes) {
                break;
            }
            size += event.sizeInBytes();
        }
        return size;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty() && untoldDrops == 0;
    }
}
