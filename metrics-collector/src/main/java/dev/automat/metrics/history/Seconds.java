package dev.automat.metrics.history;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Evenly spaced seconds since the epoch. */
final class Seconds extends AbstractList<Long> implements RandomAccess {

    private final long first;
    private final int step;
    private final int count;

    Seconds(long first, int step, int count) {
        this.first = first;
        this.step = step;
        this.count = count;
    }

    @Override
    public Long get(int index) {
        return first + (long) step * Objects.checkIndex(index, count);
    }

    @Override
    public int size() {
        return count;
    }
}
