package dev.automat.reporter.wire;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for a collector: as many as fit, the oldest make room. Not safe for several
 * threads.
 */
final class Backlog {

    private final int capacity;
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();

    Backlog(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a message and says whether the oldest had to go for it. */
    boolean add(byte[] message) {
        boolean isFull = messages.size() == capacity;
        if (isFull) {
            messages.removeFirst();
        }
        messages.addLast(message);
        return isFull;
    }

    /** The oldest message, which stays; null when none waits. */
    byte @Nullable [] first() {
        return messages.peekFirst();
    }

    void removeFirst() {
        messages.removeFirst();
    }
}
