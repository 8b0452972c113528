package dev.automat.reporter.agent;

import dev.automat.reporter.ReporterOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What the agent is told on the command line. */
final class AgentArgument {

    private static final String UNNAMED = "application";

    private AgentArgument() {}

    /**
     * Reads an argument.
     *
     * @param argument may be null or empty
     * @param command the app's main class or jar and its arguments; null when that is unknown
     * @throws IllegalArgumentException when it says something else than it may
     */
    static ReporterOptions options(@Nullable String argument, @Nullable String command) {
        var options = ReporterOptions.named(nameOf(command));
        if (argument == null || argument.isBlank()) {
            return options;
        }
        for (var part : argument.split(",", -1)) {
            int equals = part.indexOf('=');
            var key = equals < 0 ? "name" : part.substring(0, equals).strip();
            options = with(options, key, part.substring(equals + 1).strip());
        }
        return options;
    }

    private static ReporterOptions with(ReporterOptions options, String key, String value) {
        return switch (key) {
            case "name" -> options.withName(value);
            case "endpoint" -> options.withEndpoint(value);
            case "interval" -> options.withInterval(interval(value));
            default ->
                    throw new IllegalArgumentException(
                            "The agent knows name, endpoint and interval, and not " + key);
        };
    }

    private static Duration interval(String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException(
                    "interval must be a duration such as PT5S, is " + value);
        }
    }

    /** The last part of a class' name or a jar's path. */
    private static String nameOf(@Nullable String command) {
        if (command == null || command.isBlank()) {
            return UNNAMED;
        }
        var main = command.strip().split(" ", 2)[0];
        var file = String.valueOf(Path.of(main).getFileName());
        var name =
                file.endsWith(".jar")
                        ? file.substring(0, file.length() - 4)
                        : file.substring(file.lastIndexOf('.') + 1);
        return name.isBlank() ? UNNAMED : name.substring(0, Math.min(name.length(), 128));
    }
}
