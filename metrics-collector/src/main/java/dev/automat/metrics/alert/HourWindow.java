package dev.automat.metrics.alert;

import dev.automat.metrics.archive.Track;
import java.util.Arrays;

/** The least values of the hour before a step, each second of a step the same. */
final class HourWindow {

    private static final int SECONDS = 3_600;

    private final float[] least;
    private final int stepInSeconds;
    private final float[] values = new float[SECONDS];
    private int step;

    /** Stands before the first step. */
    HourWindow(Track track, int stepInSeconds) {
        this.least = track.min();
        this.stepInSeconds = stepInSeconds;
        Arrays.fill(values, Float.NaN);
    }

    /**
     * Moves on to a step.
     *
     * @param next no step before the one it stands at
     * @return a value each second, oldest first, until it moves on; NaN where there is none
     */
    float[] before(int next) {
        int moved = Math.min((next - step) * stepInSeconds, SECONDS);
        System.arraycopy(values, moved, values, 0, SECONDS - moved);
        for (int age = 0; age < moved; age++) {
            values[SECONDS - 1 - age] = least[next - 1 - age / stepInSeconds];
        }
        step = next;
        return values;
    }
}
