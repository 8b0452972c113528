package dev.automat.zmtp.wire;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the unfinished messages of a socket's peers may hold together. */
public final class BufferBudget {

    /** Each peer's first bytes are free, so that a greedy peer cannot shut out the others. */
    public static final int FREE_BYTES_PER_PEER = 4_096;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** Allows so many bytes, beyond {@link #FREE_BYTES_PER_PEER} for each peer. */
    public BufferBudget(long limit) {
        this.limit = limit;
    }

    /** The bytes charged now. */
    public long used() {
        return used.get();
    }

    /**
     * Changes what one peer is charged for.
     *
     * @return whether the budget allows it; otherwise nothing has changed
     */
    boolean change(int from, int to) {
        long delta = charge(to) - charge(from);
        if (delta > 0 && used.addAndGet(delta) > limit) {
            used.addAndGet(-delta);
            return false;
        }
        if (delta < 0) {
            used.addAndGet(delta);
        }
        return true;
    }

    private static long charge(int bytes) {
        return Math.max(0, bytes - FREE_BYTES_PER_PEER);
    }
}
