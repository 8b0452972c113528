package dev.automat.metrics.otlp;

import java.util.LinkedHashSet;
import java.util.Set;

/** What became of the points of one request. */
final class Verdict {

    private static final int MAX_REASONS = 5;

    private final Set<String> reasons = new LinkedHashSet<>();
    private final int points;
    private int rejected;

    /** Takes all points until some are rejected. */
    Verdict(int points) {
        this.points = points;
    }

    /** Rejects some points. */
    void reject(int count, String reason) {
        if (count > 0) {
            rejected += count;
            if (reasons.size() < MAX_REASONS) {
                reasons.add(reason);
            }
        }
    }

    int taken() {
        return points - rejected;
    }

    int rejected() {
        return rejected;
    }

    /** The first few reasons. */
    String message() {
        return String.join("; ", reasons);
    }
}
