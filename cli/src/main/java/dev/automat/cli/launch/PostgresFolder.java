package dev.automat.cli.launch;

import dev.automat.cli.launch.port.TakenPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of PostgreSQL's data, which knows the server that works on it.
 *
 * @param data the folder given to {@code db serve}
 */
record PostgresFolder(Path data) {

    private static final int DEPTH = 2;

    /**
     * Whether the server of an earlier run, which lost its launcher, is what holds a port. The next
     * {@code db serve} takes it over, so that port is not taken by a stranger.
     */
    boolean holds(TakenPort port) {
        return port.holder()
                .map(ProcessHandle::pid)
                .filter(holder -> pid().filter(holder::equals).isPresent())
                .isPresent();
    }

    /** The server, as its own lock file names it; empty when there is none. */
    Optional<ProcessHandle> server() {
        return pid().flatMap(ProcessHandle::of);
    }

    private Optional<Long> pid() {
        return lockFile().flatMap(PostgresFolder::firstLine).map(Long::valueOf);
    }

    private Optional<Path> lockFile() {
        if (!Files.isDirectory(data)) {
            return Optional.empty();
        }
        try (var files = Files.find(data, DEPTH, (path, _) -> path.endsWith("postmaster.pid"))) {
            return files.findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> line.matches("\\d+"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
