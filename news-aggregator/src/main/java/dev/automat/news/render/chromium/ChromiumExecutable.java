package dev.automat.news.render.chromium;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the browser's program. */
final class ChromiumExecutable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private ChromiumExecutable() {}

    /**
     * The program to start.
     *
     * @param configured path or name; null searches for the usual names, empty means none
     * @return empty when it is not there
     */
    static Optional<Path> find(@Nullable String configured) {
        if (configured == null) {
            return NAMES.stream().flatMap(name -> onPath(name).stream()).findFirst();
        }
        if (configured.isBlank()) {
            return Optional.empty();
        }
        return configured.contains(File.separator)
                ? Optional.of(Path.of(configured)).filter(Files::isExecutable)
                : onPath(configured);
    }

    private static Optional<Path> onPath(String name) {
        var path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .findFirst();
    }
}
