package dev.automat.metrics.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs a person.
 *
 * @param series whose
 * @param kind {@code silence}, {@code leak} or {@code threshold}
 * @param rule the threshold's name, else the kind; with the series and {@code since} it tells one
 *     alert from every other
 * @param since when it was first seen
 * @param until when it was over; null while it lasts
 * @param text for people
 * @param muted whether someone asked not to hear of it; when it is over, whether it was so then
 */
record Alert(
        String series,
        String kind,
        String rule,
        Instant since,
        @Nullable Instant until,
        String text,
        boolean muted) {

    static final String SILENCE = "silence";
    static final String LEAK = "leak";
    static final String THRESHOLD = "threshold";

    Alert withText(String text) {
        return new Alert(series, kind, rule, since, until, text, muted);
    }

    Alert over(Instant now) {
        return new Alert(series, kind, rule, since, now, text, muted);
    }

    Alert withMuted(boolean muted) {
        return new Alert(series, kind, rule, since, until, text, muted);
    }
}
