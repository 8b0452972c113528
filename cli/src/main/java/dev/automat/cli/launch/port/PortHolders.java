package dev.automat.cli.launch.port;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the process that listens on a port, where Linux's {@code /proc} tells.
 *
 * <p>The tables of sockets name an inode, and the process holds a descriptor that points to it.
 */
final class PortHolders {

    private static final String LISTENING = "0A";
    private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final Path proc;

    PortHolders() {
        this(Path.of("/proc"));
    }

    PortHolders(Path proc) {
        this.proc = proc;
    }

    /** The process that listens; empty when it cannot be found or may not be seen. */
    Optional<ProcessHandle> holderOf(int port) {
        return pidOf(port).flatMap(ProcessHandle::of);
    }

    Optional<Long> pidOf(int port) {
        return TABLES.stream()
                .map(proc::resolve)
                .flatMap(PortHolders::rows)
                .filter(row -> listensOn(row, port))
                .map(row -> row[INODE])
                .findFirst()
                .flatMap(this::processWithSocket);
    }

    private static Stream<String[]> rows(Path table) {
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(row -> row.length > INODE);
        } catch (IOException absent) {
            return Stream.empty();
        }
    }

    private static boolean listensOn(String[] row, int port) {
        return row[STATE].equals(LISTENING) && row[ADDRESS].endsWith(":%04X".formatted(port));
    }

    private Optional<Long> processWithSocket(String inode) {
        var target = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) {
                if (holds(process.resolve("fd"), target)) {
                    return Optional.of(Long.valueOf(process.getFileName().toString()));
                }
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path descriptors, String target) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (var link : links) {
                if (pointsTo(link, target)) {
                    return true;
                }
            }
        } catch (IOException goneOrNotOurs) {
            return false;
        }
        return false;
    }

    private static boolean pointsTo(Path link, String target) {
        try {
            return Files.readSymbolicLink(link).toString().equals(target);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
