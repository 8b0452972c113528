package dev.automat.metrics.alert;

import java.util.Arrays;

/**
 * How the lowest values of equal stretches of time develop.
 *
 * <p>Minima, because what an app frees again is no leak. Their slope is Theil and Sen's, the median
 * of the slopes between all pairs, which a few odd values do not move; whether there is one at all
 * says Mann and Kendall's test.
 *
 * @param perSecond the slope
 * @param least its lower bound, at 95 %
 * @param most its upper bound
 * @param z Mann and Kendall's statistic: how many standard deviations from no trend
 * @param last the lowest value of the last stretch
 * @param isFlattening whether the second half grows less than half as fast as the first
 */
record Trend(
        double perSecond, double least, double most, double z, double last, boolean isFlattening) {

    private static final int BUCKETS = 20;
    private static final double NORMAL_95 = 1.96;

    /** No trend, for want of values. */
    private static final Trend NONE = new Trend(0, 0, 0, 0, Double.NaN, false);

    /**
     * Looks at values of consecutive seconds; NaN where there is none.
     *
     * @param from index of the first value
     * @param to index after the last one
     */
    static Trend of(float[] values, int from, int to) {
        double width = (to - from) / (double) BUCKETS;
        var minima = new double[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            minima[i] = least(values, from + (int) (i * width), from + (int) ((i + 1) * width));
            if (Double.isNaN(minima[i])) {
                return NONE;
            }
        }
        var slopes = slopes(minima, 0, BUCKETS, width);
        double deviation = deviation();
        int half = (int) (NORMAL_95 * deviation / 2);
        int middle = slopes.length / 2;
        double first = median(slopes(minima, 0, BUCKETS / 2, width));
        double second = median(slopes(minima, BUCKETS / 2, BUCKETS, width));
        return new Trend(
                median(slopes),
                slopes[middle - half],
                slopes[middle + half],
                z(minima, deviation),
                minima[BUCKETS - 1],
                second < first / 2);
    }

    private static double least(float[] values, int from, int to) {
        double least = Double.NaN;
        for (int i = from; i < to; i++) {
            if (!Float.isNaN(values[i]) && !(least <= values[i])) {
                least = values[i];
            }
        }
        return least;
    }

    /** The slopes between all pairs, least first. */
    private static double[] slopes(double[] minima, int from, int to, double width) {
        int count = to - from;
        var slopes = new double[count * (count - 1) / 2];
        int next = 0;
        for (int i = from; i < to; i++) {
            for (int j = i + 1; j < to; j++) {
                slopes[next++] = (minima[j] - minima[i]) / ((j - i) * width);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Of the number of rises less that of falls, when there is no trend. */
    private static double deviation() {
        return Math.sqrt(BUCKETS * (BUCKETS - 1) * (2.0 * BUCKETS + 5) / 18);
    }

    private static double z(double[] minima, double deviation) {
        int rises = 0;
        for (int i = 0; i < minima.length; i++) {
            for (int j = i + 1; j < minima.length; j++) {
                rises += (int) Math.signum(minima[j] - minima[i]);
            }
        }
        return (rises - Math.signum(rises)) / deviation;
    }
}
