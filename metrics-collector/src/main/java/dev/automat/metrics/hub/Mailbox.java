package dev.automat.metrics.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client: bounded in events and bytes. When it is full the oldest event goes,
 * and the next reader is told how many are missing, then gets the newest of each series among them,
 * then the rest. Safe for many threads.
 */
final class Mailbox {

    private static final long NONE_LOST = Long.MAX_VALUE;

    private final int maxEvents;
    private final int maxBytes;
    private final ArrayDeque<FeedEvent> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long untoldDrops;

    /** Place of the first sample that was lost and not told of. */
    private long lostFrom = NONE_LOST;

    Mailbox(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds an event at the end.
     *
     * @return how many older samples had to go
     */
    synchronized int offer(FeedEvent event) {
        waiting.addLast(event);
        waitingBytes += event.sizeInBytes();
        int dropped = 0;
        // One event always stays, however large: a client that reads one at a time gets on.
        while (waiting.size() > 1 && (waiting.size() > maxEvents || waitingBytes > maxBytes)) {
            dropped += lose(removeFirst());
        }
        untoldDrops += dropped;
        return dropped;
    }

    private int lose(FeedEvent event) {
        if (event.sequence() < 0) {
            return 0;
        }
        lostFrom = Math.min(lostFrom, event.sequence());
        return 1;
    }

    /**
     * Tells the next reader that samples before the waiting ones are missing.
     *
     * @param events how many
     * @param from place of the first
     */
    synchronized void miss(long events, long from) {
        if (events > 0) {
            untoldDrops += events;
            lostFrom = Math.min(lostFrom, from);
        }
    }

    /**
     * Takes whole events from the front as one chunk, unless something was lost before them.
     *
     * @param chunkBytes where the chunk ends; a single larger event still comes, alone
     * @param shared what another client got: where the same events wait here, they are taken as
     *     this very chunk
     * @return empty when nothing waits; null when something was lost
     */
    synchronized @Nullable FeedChunk takeUnlessLossy(int chunkBytes, FeedChunk shared) {
        if (untoldDrops > 0) {
            return null;
        }
        if (!startsWith(shared.events())) {
            return chunk(chunkBytes);
        }
        shared.events().forEach(_ -> removeFirst());
        return shared;
    }

    private boolean startsWith(List<FeedEvent> events) {
        if (events.isEmpty() || events.size() > waiting.size()) {
            return false;
        }
        var next = waiting.iterator();
        for (var event : events) {
            if (next.next() != event) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes as {@link #takeUnlessLossy}, but first of all what is to be said of the loss. To be
     * called while nobody offers.
     */
    synchronized FeedChunk takeAfterLoss(int chunkBytes, NewestSamples newest) {
        for (var missed : newest.between(lostFrom, firstWaiting()).reversed()) {
            addFirst(missed);
        }
        if (untoldDrops > 0) {
            addFirst(FeedEvent.gap(untoldDrops));
        }
        untoldDrops = 0;
        lostFrom = NONE_LOST;
        return chunk(chunkBytes);
    }

    private long firstWaiting() {
        for (var event : waiting) {
            if (event.sequence() >= 0) {
                return event.sequence();
            }
        }
        return Long.MAX_VALUE;
    }

    private void addFirst(FeedEvent event) {
        waiting.addFirst(event);
        waitingBytes += event.sizeInBytes();
    }

    private FeedChunk chunk(int chunkBytes) {
        var events = new ArrayList<FeedEvent>();
        int size = 0;
        while (!waiting.isEmpty() && fits(size, chunkBytes)) {
            size += waiting.element().sizeInBytes();
            events.add(removeFirst());
        }
        return events.isEmpty() ? FeedChunk.EMPTY : new FeedChunk(events);
    }

    private boolean fits(int size, int chunkBytes) {
        return size == 0 || size + waiting.element().sizeInBytes() <= chunkBytes;
    }

    private FeedEvent removeFirst() {
        var event = waiting.removeFirst();
        waitingBytes -= event.sizeInBytes();
        return event;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty() && untoldDrops == 0;
    }
}
