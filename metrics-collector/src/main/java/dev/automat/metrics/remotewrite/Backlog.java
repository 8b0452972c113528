package dev.automat.metrics.remotewrite;

import dev.automat.metrics.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What waits to be sent. Full, it loses the oldest. Receivers refuse what is not in order, so of
 * each app only samples later than the one before are taken. Adding takes microseconds; one thread
 * takes.
 */
final class Backlog {

    private static final int MAX_APPS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Report> waiting = new ArrayDeque<>();

    /** Each app's newest report; the first is of the app longest silent. */
    private final LinkedHashMap<String, Report> newest = new LinkedHashMap<>();

    private final int capacity;
    private final Counts counts;

    /** How many were taken out since the start, for whatever reason. */
    private long gone;

    private boolean isClosed;

    Backlog(int capacity, Counts counts) {
        this.capacity = capacity;
        this.counts = counts;
    }

    /**
     * Reports to be sent, the oldest first.
     *
     * @param end what to tell {@link #remove} when they were
     */
    record Batch(List<Report> reports, long end) {}

    /** Adds a sample. */
    void add(Sample sample, Instant receivedAt) {
        long epochMillis = epochMillis(sample, receivedAt);
        lock.lock();
        try {
            var before = newest.get(sample.name());
            if (before != null && epochMillis <= before.epochMillis()) {
                counts.late().increment();
                return;
            }
            add(new Report(sample.name(), epochMillis, sample.fields(), false));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds, once for each app that fell silent, that its series end. They end right behind the
     * newest sample: what the app could not send in time may still follow.
     */
    void endSeries(Predicate<String> isSilent) {
        lock.lock();
        try {
            newest.values().stream()
                    .filter(report -> !report.isEnd() && isSilent.test(report.app()))
                    .toList()
                    .forEach(last -> add(end(last)));
        } finally {
            lock.unlock();
        }
    }

    private static Report end(Report last) {
        return new Report(last.app(), last.epochMillis() + 1, last.fields(), true);
    }

    private void add(Report report) {
        newest.putLast(report.app(), report);
        if (newest.size() > MAX_APPS) {
            newest.pollFirstEntry();
        }
        if (waiting.size() == capacity) {
            waiting.removeFirst();
            gone++;
            counts.dropped().increment();
        }
        waiting.addLast(report);
        changed.signalAll();
    }

    /** The app's own clock unless that cannot be meant, as for history. */
    private static long epochMillis(Sample sample, Instant receivedAt) {
        boolean isPlausible = sample.second(receivedAt) == sample.timestamp().getEpochSecond();
        return (isPlausible ? sample.timestamp() : receivedAt).toEpochMilli();
    }

    /**
     * Waits for samples, and for others that could go with them; nothing is removed. Closed, it
     * does not wait.
     */
    Batch next(int size, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !isClosed) {
                changed.await();
            }
            long nanos = patience.toNanos();
            while (waiting.size() < Math.min(size, capacity) && !isClosed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            var reports = waiting.stream().limit(size).toList();
            return new Batch(reports, gone + reports.size());
        } finally {
            lock.unlock();
        }
    }

    /** Removes what was in a batch and was not dropped meanwhile; says how many those were. */
    int remove(Batch batch) {
        lock.lock();
        try {
            int removed = 0;
            while (gone < batch.end()) {
                waiting.removeFirst();
                gone++;
                removed++;
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, at most until it is closed. */
    void pause(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long nanos = pause.toNanos();
            while (!isClosed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
