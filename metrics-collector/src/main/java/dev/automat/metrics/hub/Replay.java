package dev.automat.metrics.hub;

import java.util.ArrayDeque;

/** The newest samples, kept for clients that come back. Confined to the hub's lock. */
final class Replay {

    private final int maxEvents;
    private final int maxBytes;
    private final ArrayDeque<FeedEvent> kept = new ArrayDeque<>();
    private int keptBytes;

    Replay(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    void add(FeedEvent event) {
        kept.addLast(event);
        keptBytes += event.sizeInBytes();
        while (kept.size() > maxEvents || keptBytes > maxBytes) {
            keptBytes -= kept.removeFirst().sizeInBytes();
        }
    }

    /**
     * Puts what came after a position into a mailbox, and how much of it is no longer kept.
     *
     * @param sequence the last sample the client saw
     * @param newest the last sample of all
     */
    void fill(Mailbox mailbox, long sequence, long newest) {
        long oldestKept = kept.isEmpty() ? newest + 1 : kept.getFirst().sequence();
        mailbox.miss(oldestKept - sequence - 1, sequence + 1);
        for (var event : kept) {
            if (event.sequence() > sequence) {
                int _ = mailbox.offer(event);
            }
        }
    }
}
