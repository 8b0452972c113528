package dev.automat.broker.channel;

import org.jspecify.annotations.Nullable;

/** The workers of a queue that can take messages, in the order of their turns; all in O(1). */
final class WorkerRing {

    private @Nullable Subscription turn;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    boolean contains(Subscription worker) {
        return worker.next != null;
    }

    /** Whose turn it is; the next call gives the one after. */
    @Nullable Subscription next() {
        var worker = turn;
        if (worker != null) {
            turn = worker.next;
        }
        return worker;
    }

    /** Adds a worker whose turn it is at once. */
    void addFirst(Subscription worker) {
        addLast(worker);
        turn = worker;
    }

    /** Adds a worker whose turn comes after all others. */
    void addLast(Subscription worker) {
        size++;
        var following = turn;
        if (following == null) {
            worker.next = worker;
            worker.previous = worker;
            turn = worker;
            return;
        }
        var preceding = following.previous;
        worker.next = following;
        worker.previous = preceding;
        following.previous = worker;
        if (preceding != null) {
            preceding.next = worker;
        }
    }

    void remove(Subscription worker) {
        var following = worker.next;
        var preceding = worker.previous;
        if (following == null || preceding == null) {
            return;
        }
        size--;
        preceding.next = following;
        following.previous = preceding;
        if (turn == worker) {
            turn = following == worker ? null : following;
        }
        worker.next = null;
        worker.previous = null;
    }
}
