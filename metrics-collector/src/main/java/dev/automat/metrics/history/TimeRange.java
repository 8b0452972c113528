package dev.automat.metrics.history;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Whole seconds, as far as history reaches.
 *
 * @param from the first second since the epoch
 * @param seconds how many; 0 when the range lies outside of what is kept
 */
record TimeRange(long from, int seconds) {

    private static final Duration DEFAULT_LENGTH = Duration.ofMinutes(5);
    private static final int MAX_TEXT = 64;

    /**
     * Reads a range.
     *
     * @param from seconds since the epoch or ISO 8601 with offset; by default five minutes before
     *     the end
     * @param to the same; by default now
     * @param kept how far history reaches
     * @throws InvalidRangeException when either is neither, or the end lies before the begin
     */
    static TimeRange of(@Nullable String from, @Nullable String to, Instant now, Duration kept) {
        long current = now.getEpochSecond();
        long end = to == null ? current : second("to", to);
        long begin = from == null ? end - DEFAULT_LENGTH.toSeconds() + 1 : second("from", from);
        if (begin > end) {
            throw new InvalidRangeException("from must not lie after to");
        }
        long oldest = current - kept.toSeconds() + 1;
        long first = Math.clamp(begin, oldest, current + 1);
        long last = Math.clamp(end, oldest - 1, current);
        return new TimeRange(first, (int) Math.max(0, last - first + 1));
    }

    private static long second(String name, String text) {
        if (text.length() <= MAX_TEXT) {
            try {
                return text.matches("-?\\d{1,12}(\\.\\d*)?")
                        ? (long) Math.floor(Double.parseDouble(text))
                        : OffsetDateTime.parse(text).toEpochSecond();
            } catch (DateTimeParseException _) {
                // Said below.
            }
        }
        throw new InvalidRangeException(
                name + " must be seconds since the epoch or ISO 8601 with an offset");
    }
}
