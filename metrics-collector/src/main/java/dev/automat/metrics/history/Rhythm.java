package dev.automat.metrics.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often an app reports, told from its newest pauses.
 *
 * <p>Its usual interval is the second longest of the last eight, so that one long pause says
 * nothing and two alike do; of one or two pauses it is the longest. Not safe for several threads.
 */
public final class Rhythm {

    private static final int MAX_PAUSES = 8;

    /** Several samples at once, as after a pause, are as good as one. */
    private static final Duration SHORTEST = Duration.ofMillis(50);

    /** The longest interval of a reporter is an hour; the rest is for what is late. */
    private static final Duration LONGEST = Duration.ofMinutes(90);

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

    private final long[] pausesInMillis = new long[MAX_PAUSES];
    private long count;
    private @Nullable Instant last;

    /** Hears of a sample; one from before the last one says nothing. */
    public void heard(Instant at) {
        if (last == null) {
            last = at;
            return;
        }
        var pause = Duration.between(last, at);
        if (pause.compareTo(SHORTEST) >= 0) {
            last = at;
            learn(pause);
        }
    }

    /** Learns a pause between two samples; one of more than 90 minutes says nothing. */
    public void learn(Duration pause) {
        if (pause.compareTo(LONGEST) <= 0) {
            pausesInMillis[(int) (count % MAX_PAUSES)] = pause.toMillis();
            count++;
        }
    }

    /** Whether the app reported twice. */
    public boolean isKnown() {
        return count > 0;
    }

    /**
     * How long an app may be silent before it is late by more than two of its usual intervals: at
     * least five seconds, which is the answer as well while that is not known.
     */
    public Duration patience() {
        var patience = Duration.ofMillis(3 * usualPauseInMillis());
        return patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience;
    }

    private long usualPauseInMillis() {
        long longest = 0;
        long second = 0;
        for (int i = 0; i < Math.min(count, MAX_PAUSES); i++) {
            long pause = pausesInMillis[i];
            second = Math.max(second, Math.min(longest, pause));
            longest = Math.max(longest, pause);
        }
        return count < 3 ? longest : second;
    }
}
