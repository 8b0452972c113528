package dev.automat.metrics.history;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last hour of one series: one value a second and field, NaN where it was silent. Blocks of
 * five minutes are allocated when something is written into them. Not safe for several threads.
 */
final class SeriesRing {

    static final int SECONDS = 3_600;

    /** What a block takes of the budget: its values and the array's header. */
    static final int BLOCK_BYTES = SeriesRing.BLOCK_SECONDS * Float.BYTES + 16;

    private static final int BLOCK_SECONDS = 300;
    private static final int BLOCKS = SECONDS / BLOCK_SECONDS;

    private final int maxFields;
    private final BlockBudget budget;
    private final Map<String, float @Nullable [][]> columns = new LinkedHashMap<>();

    /** The newest second written; before the first, none. */
    private long newest = Long.MIN_VALUE;

    SeriesRing(int maxFields, BlockBudget budget) {
        this.maxFields = maxFields;
        this.budget = budget;
    }

    /**
     * Writes the values of one second; a later call for the same second wins.
     *
     * @return false when a value found no room and is not kept
     */
    boolean write(long second, Map<String, Double> values) {
        if (newest == Long.MIN_VALUE) {
            newest = second;
        }
        if (second <= newest - SECONDS) {
            return false;
        }
        advance(second);
        boolean kept = true;
        for (var value : values.entrySet()) {
            kept &= write(second, value.getKey(), value.getValue().floatValue());
        }
        return kept;
    }

    /** Makes what is an hour older than the new second silent. */
    private void advance(long second) {
        if (second <= newest) {
            return;
        }
        long first = Math.max(newest + 1, second - SECONDS + 1);
        for (var column : columns.values()) {
            for (long silent = first; silent <= second; silent++) {
                var block = column[block(silent)];
                if (block != null) {
                    block[offset(silent)] = Float.NaN;
                }
            }
        }
        newest = second;
    }

    private boolean write(long second, String field, float value) {
        var column = columns.get(field);
        if (column == null) {
            if (columns.size() >= maxFields) {
                return false;
            }
            column = new float[BLOCKS][];
            columns.put(field, column);
        }
        var block = column[block(second)];
        if (block == null) {
            if (!budget.take()) {
                return false;
            }
            block = new float[BLOCK_SECONDS];
            Arrays.fill(block, Float.NaN);
            column[block(second)] = block;
        }
        block[offset(second)] = value;
        return true;
    }

    /**
     * Reads one field.
     *
     * @param from the first second
     * @param count how many seconds
     * @return NaN where it was silent or is no longer kept
     */
    float[] read(String field, long from, int count) {
        var values = new float[count];
        Arrays.fill(values, Float.NaN);
        var column = columns.get(field);
        if (column == null) {
            return values;
        }
        long first = Math.max(from, newest - SECONDS + 1);
        long last = Math.min(from + count - 1, newest);
        for (long second = first; second <= last; second++) {
            var block = column[block(second)];
            if (block != null) {
                values[(int) (second - from)] = block[offset(second)];
            }
        }
        return values;
    }

    /** The fields ever seen, in the order of their appearance. */
    Set<String> fields() {
        return columns.keySet();
    }

    /** Gives its blocks back to the budget; the ring is of no use afterwards. */
    void release() {
        int blocks = 0;
        for (var column : columns.values()) {
            for (var block : column) {
                blocks += block == null ? 0 : 1;
            }
        }
        columns.clear();
        budget.giveBack(blocks);
    }

    private static int block(long second) {
        return slot(second) / BLOCK_SECONDS;
    }

    private static int offset(long second) {
        return slot(second) % BLOCK_SECONDS;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
