package dev.automat.metrics.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs a person.
 *
 * @param series whose
 * @param kind {@code silence} or {@code leak}
 * @param since when it was first seen
 * @param until when it was over; null while it lasts
 * @param text for people
 */
record Alert(String series, String kind, Instant since, @Nullable Instant until, String text) {

    static final String SILENCE = "silence";
    static final String LEAK = "leak";

    Alert withText(String text) {
        return new Alert(series, kind, since, until, text);
    }

    Alert over(Instant now) {
        return new Alert(series, kind, since, now, text);
    }
}
