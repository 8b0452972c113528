package dev.automat.metrics.alert.rule;

import dev.automat.metrics.history.Extremes;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * A limit that a field should not pass.
 *
 * @param name of the rule
 * @param series whose; {@code *} stands for any characters
 * @param field which of the numbers that an app reports
 * @param above the limit, when it is an upper one
 * @param below the limit, when it is a lower one; exactly one of both is given
 * @param until where the alert ends, on the good side of the limit, so that a value on the edge
 *     raises one alert and not many; by default the limit
 * @param held how long every value must be past the limit; zero: one value is enough
 */
public record Threshold(
        String name,
        @DefaultValue("*") String series,
        String field,
        @Nullable Double above,
        @Nullable Double below,
        @Nullable Double until,
        @Name("for") @DefaultValue("0s") Duration held) {

    private static final Duration MAX_HELD = Duration.ofDays(1);

    public Threshold {
        if (new NamePattern(given("name", name)).text().contains("*")) {
            throw new IllegalArgumentException("Name of a threshold must not contain *: " + name);
        }
        series = new NamePattern(series).text();
        if (given("field", field).isEmpty()) {
            throw new IllegalArgumentException("Threshold " + name + " must name a field");
        }
        if ((above == null) == (below == null)) {
            throw new IllegalArgumentException(
                    "Threshold " + name + " must have either above or below");
        }
        double limit = above != null ? above : Objects.requireNonNullElse(below, 0.0);
        until = until == null ? limit : until;
        if (!Double.isFinite(limit) || !Double.isFinite(until)) {
            throw new IllegalArgumentException("Threshold " + name + " must have finite limits");
        }
        if (above != null ? until > limit : until < limit) {
            throw new IllegalArgumentException(
                    "Threshold %s must end on the good side of %s, ends at %s"
                            .formatted(name, limit, until));
        }
        if (held.isNegative() || held.compareTo(MAX_HELD) > 0) {
            throw new IllegalArgumentException(
                    "Threshold %s must hold for 0 s to 1 d, has %s".formatted(name, held));
        }
    }

    // The file's reader leaves out what the file does.
    private static String given(String component, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("Threshold must have a " + component);
        }
        return value;
    }

    /** Whether an app is meant. */
    public boolean covers(String app) {
        return new NamePattern(series).matches(app);
    }

    /**
     * Whether values are a cause for the alert.
     *
     * @param stands whether it is raised already
     */
    public boolean isCause(Extremes values, boolean stands) {
        boolean isUpper = above != null;
        float worst = isUpper ? values.greatest() : values.least();
        float best = isUpper ? values.least() : values.greatest();
        double end = Objects.requireNonNullElse(until, limit());
        if (stands) {
            return isPast(worst, end);
        }
        return isPast(held.isZero() ? worst : best, limit());
    }

    private boolean isPast(float value, double limit) {
        return above != null ? value > limit : value < limit;
    }

    private double limit() {
        return above != null ? above : Objects.requireNonNullElse(below, Double.NaN);
    }

    /** Says it to people. */
    public String text(Extremes values) {
        float worst = above != null ? values.greatest() : values.least();
        return String.format(
                Locale.ROOT,
                "%s is %s, %s %s%s",
                field,
                number(worst),
                above != null ? "above" : "below",
                number(limit()),
                held.isZero() ? "" : " for " + held.toSeconds() + " s");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
