package dev.automat.metrics.history;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Consecutive seconds since the epoch. */
final class Seconds extends AbstractList<Long> implements RandomAccess {

    private final long first;
    private final int count;

    Seconds(long first, int count) {
        this.first = first;
        this.count = count;
    }

    @Override
    public Long get(int index) {
        return first + Objects.checkIndex(index, count);
    }

    @Override
    public int size() {
        return count;
    }
}
