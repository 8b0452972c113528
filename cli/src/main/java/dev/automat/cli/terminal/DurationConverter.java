package dev.automat.cli.terminal;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 1.5s}, {@code 2m} or {@code 1h}; a bare number means seconds. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)?");
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    @Override
    public Duration convert(String text) {
        var match = FORMAT.matcher(text);
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'%s' is not a duration; write 500ms, 1.5s, 2m or 1h".formatted(text));
        }
        double number = Double.parseDouble(match.group(1));
        return Duration.ofNanos((long) (number * nanosPer(match.group(2))));
    }

    private static double nanosPer(@Nullable String unit) {
        return switch (unit) {
            case "ms" -> MILLION;
            case "m" -> 60 * BILLION;
            case "h" -> 3_600 * BILLION;
            case null, default -> BILLION;
        };
    }
}
