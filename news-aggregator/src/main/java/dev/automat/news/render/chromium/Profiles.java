package dev.automat.news.render.chromium;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The browsers' temporary directories, each named after the process that made it. */
final class Profiles {

    private static final Logger log = LoggerFactory.getLogger(Profiles.class);
    private static final String PREFIX = "automat-chromium-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-.*");

    private Profiles() {}

    static Path create() throws IOException {
        return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    }

    static void delete(Path profile) {
        try {
            FileSystemUtils.deleteRecursively(profile);
        } catch (IOException e) {
            log.debug("Chromium's directory is still in use; a later start removes it", e);
        }
    }

    /** Removes what killed processes left behind. */
    static void sweep() {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var directories = Files.list(temporary)) {
            directories.filter(Profiles::isLeftBehind).forEach(Profiles::delete);
        } catch (IOException e) {
            log.debug("Directories of earlier browsers cannot be listed", e);
        }
    }

    private static boolean isLeftBehind(Path directory) {
        var name = NAME.matcher(directory.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }
}
