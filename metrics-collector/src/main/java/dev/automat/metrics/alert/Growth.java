package dev.automat.metrics.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can be said of an app's memory. */
sealed interface Growth {

    /** It does not grow, or that cannot be told. */
    enum None implements Growth {
        INSTANCE
    }

    /**
     * It grows, which is a fact and no reproach.
     *
     * @param mebibytesPerMinute how fast
     */
    record Growing(double mebibytesPerMinute) implements Growth {}

    /**
     * It grows without an end in sight, and its limit is near.
     *
     * @param mebibytesPerMinute how fast
     * @param left until the limit at that rate
     * @param soonest the time left at the fastest rate the values allow
     * @param latest the time left at the slowest; null when they allow a very slow one
     */
    record Leak(
            double mebibytesPerMinute, Duration left, Duration soonest, @Nullable Duration latest)
            implements Growth {}
}
