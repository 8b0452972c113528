package dev.automat.metrics.archive;

import org.jspecify.annotations.Nullable;

/** How finely the past is kept. A window is what one file holds: 120 steps of every series. */
public enum Tier {
    SECOND(1, null),
    TEN_SECONDS(10, SECOND),
    MINUTE(60, TEN_SECONDS),
    HOUR(3_600, MINUTE);

    /** The steps in a window. */
    static final int STEPS = 120;

    private final int stepInSeconds;
    private final @Nullable Tier finer;

    Tier(int stepInSeconds, @Nullable Tier finer) {
        this.stepInSeconds = stepInSeconds;
        this.finer = finer;
    }

    /** The seconds that one value stands for. */
    public int stepInSeconds() {
        return stepInSeconds;
    }

    int windowInSeconds() {
        return stepInSeconds * STEPS;
    }

    /** The window that a second belongs to, by its first second. */
    long windowOf(long second) {
        return Math.floorDiv(second, (long) windowInSeconds()) * windowInSeconds();
    }

    /** The tier that this one is rolled up from; null for the finest. */
    @Nullable Tier finer() {
        return finer;
    }

    /** The tier that is rolled up from this one; null for the coarsest. */
    @Nullable Tier coarser() {
        return switch (this) {
            case SECOND -> TEN_SECONDS;
            case TEN_SECONDS -> MINUTE;
            case MINUTE -> HOUR;
            case HOUR -> null;
        };
    }
}
