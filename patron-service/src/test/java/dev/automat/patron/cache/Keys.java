package dev.automat.patron.cache;

import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/** The rows that a checker writes and reads, from id 1. */
final class Keys {

    static final int COUNT = 200;

    private final Unheard unheard = new Unheard();
    private final List<History> histories =
            IntStream.range(0, COUNT).mapToObj(_ -> new History(unheard)).toList();

    /** Held to read by who writes one row, to write by who writes all. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

    History of(long id) {
        return histories.get((int) id - 1);
    }

    List<History> all() {
        return histories;
    }

    Unheard unheard() {
        return unheard;
    }

    ReadWriteLock lock() {
        return lock;
    }
}
