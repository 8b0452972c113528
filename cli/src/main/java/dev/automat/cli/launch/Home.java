package dev.automat.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the suite lies on disk.
 *
 * @param root the folder of the repository
 * @param offset the offset of the ports; each has its own state
 */
record Home(Path root, int offset) {

    /** The home of this process: what {@code ./automat} says, or the current folder. */
    static Home of(int offset) {
        var root = System.getProperty("automat.home", System.getProperty("user.dir"));
        return new Home(Path.of(root), offset);
    }

    /** Extracted applications and their caches, shared by all offsets. */
    Path apps() {
        return root.resolve(".automat/apps");
    }

    /** Everything that one running suite leaves behind. */
    Path state() {
        return root.resolve(offset == 0 ? ".automat" : ".automat/offset-" + offset);
    }

    Path logs() {
        return state().resolve("logs");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path postgres() {
        return state().resolve("postgres");
    }

    Path metricsArchive() {
        return state().resolve("metrics");
    }

    Path runFile() {
        return state().resolve("run.json");
    }

    Path lockFile() {
        return state().resolve("run.lock");
    }

    Path guestBook() {
        return state().resolve("demo-guests.txt");
    }

    Path newsSources() {
        return state().resolve("demo-sources.yml");
    }

    /** The runnable jar that the build left for a module. */
    Path jar(String module) {
        var folder = root.resolve(module).resolve("target");
        try (var jars = Files.newDirectoryStream(folder, module + "-*.jar")) {
            for (var jar : jars) {
                return jar;
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("There is no jar in " + folder, cause);
        }
        throw new UncheckedIOException(new IOException("There is no jar in " + folder));
    }

    void createFolders() {
        try {
            Files.createDirectories(logs());
            Files.createDirectories(apps());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
