package dev.automat.janus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state both faces share, under one lock.
 *
 * <p>A waiting consumer is not handed an item but promised one: the item stays in the buffer until
 * the consumer claims it, and the claim takes the oldest item there is. Thus a consumer that gives
 * up with a promise open passes the promise on, and no item ever has to be put back behind one that
 * left after it.
 *
 * <p>Two things always hold while the lock is free: a consumer is in line only when every item is
 * promised, and a producer is in line only when the buffer is full.
 */
final class Buffer<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final int capacity;
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private final LinkedHashSet<Putter<T>> putters = new LinkedHashSet<>();
    private final LinkedHashSet<Taker> takers = new LinkedHashSet<>();
    // Fluxes are told of the end even while they have no demand and so are not in line.
    private final LinkedHashSet<Taker> fluxes = new LinkedHashSet<>();
    private int promises;
    private boolean closed;
    private @Nullable Throwable failure;

    Buffer(int capacity) {
        this.capacity = capacity;
    }

    void lock() {
        lock.lock();
    }

    void lockInterruptibly() throws InterruptedException {
        lock.lockInterruptibly();
    }

    void unlock() {
        lock.unlock();
    }

    Condition newCondition() {
        return lock.newCondition();
    }

    int capacity() {
        return capacity;
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Why the queue refuses items, or null while it accepts them. */
    @Nullable QueueClosedException refusal() {
        assert lock.isHeldByCurrentThread();
        return closed ? new QueueClosedException(failure) : null;
    }

    /** Accepts an item when there is room and the queue is open. */
    boolean accept(T item) {
        assert lock.isHeldByCurrentThread();
        if (closed || items.size() == capacity) {
            return false;
        }
        add(item);
        return true;
    }

    void await(Putter<T> putter) {
        assert lock.isHeldByCurrentThread();
        putters.add(putter);
    }

    /** Takes a producer out of the line; false when it was settled before. */
    boolean withdraw(Putter<T> putter) {
        assert lock.isHeldByCurrentThread();
        return putters.remove(putter);
    }

    /** Gives the consumer the oldest item that is not promised to another, if there is one. */
    Claim<T> claimNow(Taker taker) {
        assert lock.isHeldByCurrentThread();
        if (taker.isGone) {
            return new Claim.Gone<>();
        }
        if (failure != null) {
            return new Claim.End<>(failure);
        }
        if (taker.hasPromise) {
            taker.hasPromise = false;
            promises--;
            return new Claim.Item<>(remove());
        }
        if (items.size() > promises) {
            return new Claim.Item<>(remove());
        }
        return closed && items.isEmpty() ? new Claim.End<>(null) : new Claim.Wait<>();
    }

    /** As {@link #claimNow}, and puts the consumer in line when it has to wait. */
    Claim<T> claim(Taker taker) {
        var claim = claimNow(taker);
        if (claim instanceof Claim.Wait<T>) {
            takers.add(taker);
        }
        return claim;
    }

    /** Whether no consumer will get an item any more. */
    boolean hasEnded() {
        assert lock.isHeldByCurrentThread();
        return failure != null || (closed && items.isEmpty());
    }

    @Nullable Throwable failure() {
        assert lock.isHeldByCurrentThread();
        return failure;
    }

    void attach(Taker flux) {
        assert lock.isHeldByCurrentThread();
        fluxes.add(flux);
    }

    /** Lets a consumer leave; an item promised to it goes to the next in line. */
    void withdraw(Taker taker) {
        assert lock.isHeldByCurrentThread();
        taker.isGone = true;
        fluxes.remove(taker);
        takers.remove(taker);
        if (taker.hasPromise && failure == null) {
            taker.hasPromise = false;
            promises--;
            promiseToNext();
        }
    }

    /** Takes up to {@code limit} items that are not promised to anybody. */
    List<T> drain(int limit) {
        assert lock.isHeldByCurrentThread();
        var drained = new ArrayList<T>();
        while (drained.size() < limit && items.size() > promises) {
            drained.add(remove());
        }
        return drained;
    }

    void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                refusePutters();
                wakeAllAtTheEnd();
            }
        } finally {
            lock.unlock();
        }
    }

    List<T> fail(Throwable cause) {
        lock.lock();
        try {
            if (failure != null) {
                return List.of();
            }
            closed = true;
            failure = cause;
            promises = 0;
            var undelivered = List.copyOf(items);
            items.clear();
            refusePutters();
            wakeAllAtTheEnd();
            return undelivered;
        } finally {
            lock.unlock();
        }
    }

    private void add(T item) {
        items.add(item);
        promiseToNext();
    }

    private T remove() {
        var item = items.remove();
        if (!putters.isEmpty()) {
            var putter = putters.removeFirst();
            add(putter.item);
            putter.settle(null);
        }
        wakeAllAtTheEnd();
        return item;
    }

    private void promiseToNext() {
        if (!takers.isEmpty()) {
            var taker = takers.removeFirst();
            taker.hasPromise = true;
            promises++;
            taker.wake();
        }
    }

    private void refusePutters() {
        for (var putter : putters) {
            putter.settle(new QueueClosedException(failure));
        }
        putters.clear();
    }

    private void wakeAllAtTheEnd() {
        if (hasEnded()) {
            takers.forEach(Taker::wake);
            takers.clear();
            fluxes.forEach(Taker::wake);
            fluxes.clear();
        }
    }
}
