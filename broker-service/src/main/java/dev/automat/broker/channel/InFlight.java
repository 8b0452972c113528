package dev.automat.broker.channel;

import java.util.ArrayDeque;

/**
 * What a subscription's connection has taken and its recipient is not done with, in order. Bytes
 * are on their way until they are written. Guarded by the channel's lock.
 */
final class InFlight {

    /** Messages that are framed leave in portions, so that not all of a large run is copied. */
    private static final int MOST_FRAMED_BYTES = 64 * 1_024;

    /** With memory short nobody has more than that framed, or one message. */
    private static final int FRAMED_BYTES_WHEN_SHORT = 4 * 1_024;

    private final int framingBytes;
    private final ChannelLimits limits;
    private final PinnedMemory memory;
    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private long unwrittenBytes;
    private long unwrittenFramedBytes;
    private long writtenBytes;

    /** Of a recipient that writes so many bytes around each message. */
    InFlight(int framingBytes, ChannelLimits limits, PinnedMemory memory) {
        this.framingBytes = framingBytes;
        this.limits = limits;
        this.memory = memory;
    }

    /** Bytes that may be on their way beyond those that are, with what is written around them. */
    long room() {
        long most = limits.inFlightBytes();
        if (framingBytes > 0 && memory.isExhausted()) {
            most = Math.min(most, FRAMED_BYTES_WHEN_SHORT);
        }
        return most - unwrittenFramedBytes;
    }

    /** How many messages of a run to write at once: those that there is room for, or one. */
    int portionOf(Run run) {
        return framingBytes == 0
                ? run.messages()
                : run.messagesWithin(Math.min(room(), MOST_FRAMED_BYTES), framingBytes);
    }

    void add(Run run) {
        runs.addLast(run);
        run.unwrittenIn = this;
        unwrittenBytes += run.sizeInBytes();
        unwrittenFramedBytes += framedSize(run);
    }

    private long framedSize(Run run) {
        var envelope = run.envelope();
        long lines = envelope == null || framingBytes == 0 ? 0 : envelope.sizeInBytes();
        return run.sizeInBytes() + (long) framingBytes * run.messages() + lines;
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
            unwrittenFramedBytes -= framedSize(run);
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

    /** Bytes on their way as the channel has them. */
    long unwrittenBytes() {
        return unwrittenBytes;
    }

    /** Bytes that were written, and that the recipient keeps until it is done with them. */
    long writtenBytes() {
        return writtenBytes;
    }
}
