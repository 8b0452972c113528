package dev.automat.metrics.alert;

import dev.automat.metrics.alert.Growth.Growing;
import dev.automat.metrics.alert.Growth.Leak;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells growth from a leak in the last hour of an app's memory.
 *
 * <p>Growth is a leak when it is steady over a window and over one twice as long, does not flatten,
 * stands higher than ever before, and would meet the app's limit within six hours. Where only
 * resident memory is known, an app's first climb looks the same; so nothing is said in its first
 * ten minutes, and afterwards nothing while the whole of what is known flattens.
 */
final class LeakJudge {

    /** Half windows: the shortest names a fast leak in two minutes, the longest sees a slow one. */
    private static final int[] WINDOWS = {60, 240, 900, 1_800};

    private static final double SIGNIFICANT = 4.5;
    private static final int LEAST_COLLECTIONS = 8;
    private static final Duration HORIZON = Duration.ofHours(6);
    private static final int FIRST_CLIMB_SECONDS = 600;
    private static final double SECONDS_PER_MINUTE = 60;

    /** Slower growth is lost in the noise of what a process does, in MiB a second. */
    private static final double LEAST_SLOPE = 0.1 / 3_600;

    private LeakJudge() {}

    /**
     * Judges the newest values.
     *
     * @param resident MiB each second, oldest first, NaN where there is none
     * @param heap MiB that collections left of the heap, the same; null when the app tells none
     * @param limit MiB the memory judged may have; NaN when it is unknown
     * @param highest MiB it had at most before the first value; NaN when that is unknown
     */
    static Growth judge(float[] resident, float @Nullable [] heap, double limit, double highest) {
        // A heap that waits for its collection grows as well, so what collections left counts.
        var values = trimmed(heap == null ? resident : heap);
        if (heap == null && isFirstClimb(values)) {
            return Growth.None.INSTANCE;
        }
        Growth found = Growth.None.INSTANCE;
        for (int window : WINDOWS) {
            var growth = judge(values, heap != null, window, limit, highest);
            if (growth instanceof Leak) {
                return growth;
            }
            found = growth instanceof Growing ? growth : found;
        }
        return found;
    }

    /** Without the silence before the first value. */
    private static float[] trimmed(float[] values) {
        int first = 0;
        while (first < values.length && Float.isNaN(values[first])) {
            first++;
        }
        return Arrays.copyOfRange(values, first, values.length);
    }

    private static boolean isFirstClimb(float[] values) {
        return values.length < FIRST_CLIMB_SECONDS
                || Trend.of(values, 0, values.length).isFlattening();
    }

    private static Growth judge(
            float[] values, boolean isHeap, int window, double limit, double highest) {
        int end = values.length;
        if (2 * window > end || (isHeap && changes(values, end - window) < LEAST_COLLECTIONS)) {
            return Growth.None.INSTANCE;
        }
        var trend = Trend.of(values, end - window, end);
        if (!isGrowing(trend)) {
            return Growth.None.INSTANCE;
        }
        var longer = Trend.of(values, end - 2 * window, end);
        double left = (limit - trend.last()) / longer.perSecond();
        boolean isLeak =
                isGrowing(longer)
                        && !trend.isFlattening()
                        && !longer.isFlattening()
                        && !(highest >= trend.last())
                        && isHigherThanEver(values, end - 2 * window, trend.last())
                        && left <= HORIZON.toSeconds();
        return isLeak ? leak(longer, limit) : new Growing(trend.perSecond() * SECONDS_PER_MINUTE);
    }

    private static boolean isGrowing(Trend trend) {
        return trend.z() > SIGNIFICANT && trend.perSecond() > LEAST_SLOPE;
    }

    /** How often a value differs from the one before it; a second without one says nothing. */
    private static int changes(float[] values, int from) {
        int changes = 0;
        float last = Float.NaN;
        for (int i = from; i < values.length; i++) {
            if (!Float.isNaN(values[i])) {
                changes += !Float.isNaN(last) && values[i] != last ? 1 : 0;
                last = values[i];
            }
        }
        return changes;
    }

    private static boolean isHigherThanEver(float[] values, int to, double last) {
        for (int i = 0; i < to; i++) {
            if (values[i] >= last) {
                return false;
            }
        }
        return true;
    }

    private static Leak leak(Trend trend, double limit) {
        double room = Math.max(0, limit - trend.last());
        return new Leak(
                trend.perSecond() * SECONDS_PER_MINUTE,
                seconds(room / trend.perSecond()),
                seconds(room / trend.most()),
                trend.least() > LEAST_SLOPE ? seconds(room / trend.least()) : null);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofSeconds((long) seconds);
    }
}
