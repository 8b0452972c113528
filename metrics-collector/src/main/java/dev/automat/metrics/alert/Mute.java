package dev.automat.metrics.alert;

import dev.automat.metrics.alert.rule.NamePattern;
import java.time.Instant;

/**
 * Someone's wish not to hear of some alerts for a while.
 *
 * @param id unique
 * @param series of whose; {@code *} stands for any characters
 * @param rule of which rules, the same
 * @param until when it ends
 * @param reason for people; may be empty
 */
record Mute(String id, String series, String rule, Instant until, String reason) {

    Mute {
        series = new NamePattern(series).text();
        rule = new NamePattern(rule).text();
    }

    boolean covers(Cause cause) {
        return new NamePattern(series).matches(cause.series())
                && new NamePattern(rule).matches(cause.rule());
    }

    boolean isOver(Instant now) {
        return !until.isAfter(now);
    }
}
