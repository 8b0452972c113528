package dev.automat.broker.channel;

import java.util.ArrayDeque;

/**
 * What a subscription's connection has taken and its recipient is not done with, in order. Bytes
 * are on their way until they are written. Guarded by the channel's lock.
 */
final class InFlight {

    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private long unwrittenBytes;
    private long writtenBytes;

    void add(Run run) {
        runs.addLast(run);
        run.unwrittenIn = this;
        unwrittenBytes += run.sizeInBytes();
    }

    /** Takes out the oldest. */
    Run removeFirst() {
        var run = runs.removeFirst();
        forget(run);
        return run;
    }

    /**
     * Takes out a run.
     *
     * @return whether it was there
     */
    boolean remove(Run run) {
        boolean found = runs.remove(run);
        if (found) {
            forget(run);
        }
        return found;
    }

    private void forget(Run run) {
        noteWritten(run);
        writtenBytes -= run.sizeInBytes();
    }

    /** The connection wrote a run, which may have been settled meanwhile. */
    void noteWritten(Run run) {
        if (run.unwrittenIn == this) {
            run.unwrittenIn = null;
            unwrittenBytes -= run.sizeInBytes();
            writtenBytes += run.sizeInBytes();
        }
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** How many runs. */
    int size() {
        return runs.size();
    }

    /** Bytes on their way. */
    long unwrittenBytes() {
        return unwrittenBytes;
    }

    /** Bytes that were written, and that the recipient keeps until it is done with them. */
    long writtenBytes() {
        return writtenBytes;
    }
}
