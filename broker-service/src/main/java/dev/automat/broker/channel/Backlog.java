package dev.automat.broker.channel;

import java.util.ArrayDeque;

/** Runs that wait, in order, with their messages and bytes counted. */
final class Backlog {

    /** What a run costs beside its bytes, so that many tiny ones stay bounded too. */
    private static final int RUN_OVERHEAD_BYTES = 64;

    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private long messages;
    private long sizeInBytes;
    private long envelopeBytes;

    boolean isEmpty() {
        return runs.isEmpty();
    }

    long messages() {
        return messages;
    }

    /** Bytes of the messages and of the objects that hold them. */
    long sizeInBytes() {
        return sizeInBytes + (long) RUN_OVERHEAD_BYTES * runs.size();
    }

    void addLast(Run run) {
        count(run, 1);
        runs.addLast(run);
    }

    void addFirst(Run run) {
        count(run, 1);
        runs.addFirst(run);
    }

    Run first() {
        return runs.getFirst();
    }

    Run removeFirst() {
        var run = runs.removeFirst();
        count(run, -1);
        return run;
    }

    Run removeLast() {
        var run = runs.removeLast();
        count(run, -1);
        return run;
    }

    private void count(Run run, int sign) {
        messages += (long) sign * run.messages();
        sizeInBytes += (long) sign * run.sizeInBytes();
        var envelope = run.envelope();
        if (envelope != null) {
            envelopeBytes += (long) sign * envelope.sizeInBytes();
        }
    }

    /**
     * Drops the oldest messages until those behind the first fit. What follows a large message thus
     * does not push it out, and the newest always stays.
     *
     * @return how many were dropped
     */
    long dropOldestBeyond(long limit) {
        long before = messages;
        while (messages > 1 && sizeInBytes() - first().firstSize() > limit) {
            var oldest = first();
            boolean dropsWhole = sizeInBytes() - oldest.sizeInBytes() > limit;
            if (oldest.messages() == 1 || (runs.size() > 1 && dropsWhole)) {
                removeFirst().release();
            } else {
                dropOldest();
            }
        }
        return before - messages;
    }

    private void dropOldest() {
        var oldest = first();
        if (oldest.messages() == 1) {
            removeFirst().release();
        } else {
            messages--;
            sizeInBytes -= oldest.firstSize();
            oldest.skipFirst();
        }
    }

    /**
     * Drops the oldest messages until the bounds are kept, envelopes counted; the newest stays.
     *
     * @return how many were dropped
     */
    long dropOldestBeyond(DeadLetterLimits limits) {
        long before = messages;
        while (messages > 1
                && (messages > limits.messages()
                        || sizeInBytes() + envelopeBytes > limits.bytes())) {
            dropOldest();
        }
        return before - messages;
    }

    /**
     * Drops everything.
     *
     * @return how many messages that were
     */
    long clear() {
        long before = messages;
        while (!isEmpty()) {
            removeFirst().release();
        }
        return before;
    }
}
