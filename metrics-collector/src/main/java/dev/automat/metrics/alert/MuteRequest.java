package dev.automat.metrics.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Asks not to hear of some alerts.
 *
 * @param series of whose; {@code *} stands for any characters
 * @param rule of which rules, the same; null means all
 * @param length for how long, a minute to 30 days ({@code 2h}); a mute always ends, so that none is
 *     forgotten
 * @param reason for people
 */
record MuteRequest(
        @NotNull @Size(min = 1, max = 255) String series,
        @Nullable @Size(min = 1, max = 255) String rule,
        @JsonProperty("for") @NotNull @Size(max = 40) String length,
        @Nullable @Size(max = 500) String reason) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** The mute that is asked for. */
    Mute mute(Instant now) {
        return new Mute(
                UUID.randomUUID().toString(),
                series,
                Objects.requireNonNullElse(rule, "*"),
                now.plus(duration()),
                Objects.requireNonNullElse(reason, ""));
    }

    private Duration duration() {
        try {
            var duration = DurationStyle.detectAndParse(length);
            if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException _) {
            // Said below.
        }
        throw new InvalidAlertRequestException(
                "for must be a minute to 30 days, as in 90m, 2h or PT2H");
    }
}
