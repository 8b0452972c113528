package dev.automat.metrics.history;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;

/** How many blocks of values all series together may still take. */
final class BlockBudget {

    private final AtomicLong left;

    BlockBudget(DataSize memory) {
        this.left = new AtomicLong(memory.toBytes() / SeriesRing.BLOCK_BYTES);
    }

    boolean take() {
        return left.getAndUpdate(blocks -> Math.max(0, blocks - 1)) > 0;
    }

    void giveBack(int blocks) {
        left.addAndGet(blocks);
    }
}
