package dev.automat.cli.bench;

/**
 * Counts times in buckets that are at most a sixteenth wide of what they hold, so that any number
 * of times takes the same memory. For one thread, until it is added to another.
 */
final class Latencies {

    private static final int BITS = 4;
    private static final int PER_OCTAVE = 1 << BITS;

    private final long[] buckets = new long[(Long.SIZE - BITS) * PER_OCTAVE];
    private long count;

    /** Counts a time; one below zero counts as zero. */
    void record(long nanos) {
        buckets[bucketOf(Math.max(0, nanos))]++;
        count++;
    }

    private static int bucketOf(long nanos) {
        if (nanos < PER_OCTAVE) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - BITS;
        return shift * PER_OCTAVE + (int) (nanos >>> shift);
    }

    void add(Latencies others) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += others.buckets[i];
        }
        count += others.count;
    }

    long count() {
        return count;
    }

    /**
     * The time that a share of all does not exceed, at most a sixteenth too high; 0 when there is
     * none.
     */
    long quantile(double share) {
        long rank = (long) Math.ceil(share * count);
        long seen = 0;
        for (int i = 0; i < buckets.length && count > 0; i++) {
            seen += buckets[i];
            if (seen >= rank && buckets[i] > 0) {
                return highestOf(i);
            }
        }
        return 0;
    }

    private static long highestOf(int bucket) {
        if (bucket < 2 * PER_OCTAVE) {
            return bucket;
        }
        int shift = bucket / PER_OCTAVE - 1;
        return ((long) (bucket % PER_OCTAVE + PER_OCTAVE + 1) << shift) - 1;
    }
}
