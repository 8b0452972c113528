package dev.automat.metrics.alert;

import java.time.Instant;

/**
 * What an alert is raised for.
 *
 * @param series whose
 * @param kind as in {@link Alert}
 * @param rule as in {@link Alert}
 */
record Cause(String series, String kind, String rule) {

    /** For the rules that have no name of their own. */
    Cause(String series, String kind) {
        this(series, kind, kind);
    }

    Alert alert(Instant since, String text, boolean muted) {
        return new Alert(series, kind, rule, since, null, text, muted);
    }
}
