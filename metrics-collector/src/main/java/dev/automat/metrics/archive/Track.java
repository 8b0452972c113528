package dev.automat.metrics.archive;

import java.util.Arrays;

/**
 * One field over consecutive steps; NaN in all four where there was nothing.
 *
 * @param min the least value of each step
 * @param max the greatest
 * @param sum of all values
 * @param count how many values
 */
@SuppressWarnings("ArrayRecordComponent") // Columns of numbers that are filled in place.
public record Track(float[] min, float[] max, float[] sum, float[] count) {

    /** A track without values. */
    public static Track empty(int steps) {
        return new Track(silent(steps), silent(steps), silent(steps), silent(steps));
    }

    /** A track of single values. */
    static Track of(float[] values) {
        var count = silent(values.length);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isNaN(values[i])) {
                count[i] = 1;
            }
        }
        return new Track(values, values.clone(), values.clone(), count);
    }

    private static float[] silent(int steps) {
        var values = new float[steps];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    /** Adds a step of another track to one of this. */
    void add(int step, Track other, int from) {
        if (Float.isNaN(other.count[from])) {
            return;
        }
        if (Float.isNaN(count[step])) {
            min[step] = other.min[from];
            max[step] = other.max[from];
            sum[step] = other.sum[from];
            count[step] = other.count[from];
        } else {
            min[step] = Math.min(min[step], other.min[from]);
            max[step] = Math.max(max[step], other.max[from]);
            sum[step] += other.sum[from];
            count[step] += other.count[from];
        }
    }

    /** Takes over the steps of another track that stand for more values. */
    void takeFuller(Track other) {
        for (int i = 0; i < sum.length; i++) {
            boolean isFuller =
                    Float.isNaN(count[i])
                            ? !Float.isNaN(other.count[i])
                            : other.count[i] > count[i];
            if (isFuller) {
                min[i] = other.min[i];
                max[i] = other.max[i];
                sum[i] = other.sum[i];
                count[i] = other.count[i];
            }
        }
    }

    /** Sets a single value, as the only one of its step. */
    public void set(int step, float value) {
        min[step] = value;
        max[step] = value;
        sum[step] = value;
        count[step] = Float.isNaN(value) ? Float.NaN : 1;
    }

    /** The means. */
    public float[] mean() {
        var mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = sum[i] / count[i];
        }
        return mean;
    }
}
