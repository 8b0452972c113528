package dev.automat.cli.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * A list that only grows, until its share of the heap is used up and it starts over. It grows by
 * arrays of characters, so that a tick's items cost what they would in an app's own text.
 */
final class Leak {

    private final int itemsPerTick;
    private final long maxItems;
    private final List<char[]> kept = new ArrayList<>();

    /**
     * Prepares an empty list.
     *
     * @param maxItems the most it may hold, at least one tick's items
     */
    Leak(int itemsPerTick, long maxItems) {
        this.itemsPerTick = itemsPerTick;
        this.maxItems = maxItems;
    }

    /** The items that may be held in a heap of that size: 55 % of it, two bytes each. */
    static long maxItems(long heapInBytes) {
        return heapInBytes / Character.BYTES * 55 / 100;
    }

    /** Grows by one tick and says whether it had to start over for that. */
    boolean grow() {
        boolean isFull = (kept.size() + 1L) * itemsPerTick > maxItems;
        if (isFull) {
            kept.clear();
        }
        if (itemsPerTick > 0) {
            kept.add(new char[itemsPerTick]);
        }
        return isFull;
    }

    /** The items held. */
    long items() {
        return (long) kept.size() * itemsPerTick;
    }
}
