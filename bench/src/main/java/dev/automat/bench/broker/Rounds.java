package dev.automat.bench.broker;

import java.util.Arrays;

/** What several rounds gave. */
final class Rounds {

    private final double[] values;
    private int count;

    Rounds(int rounds) {
        values = new double[rounds];
    }

    void add(double value) {
        values[count++] = value;
    }

    double median() {
        var sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[count / 2];
    }

    /** How many times the median of the other one a median is. */
    static String ratio(Rounds one, Rounds other) {
        return "%.2f".formatted(one.median() / other.median());
    }
}
