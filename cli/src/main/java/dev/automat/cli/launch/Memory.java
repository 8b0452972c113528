package dev.automat.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads how much memory processes hold, where Linux's {@code /proc} tells. */
final class Memory {

    private final Path proc;

    Memory() {
        this(Path.of("/proc"));
    }

    Memory(Path proc) {
        this.proc = proc;
    }

    /**
     * Resident memory of a process and all it started, in KiB; 0 when nobody tells.
     *
     * <p>A page that processes share counts in equal parts for each, Linux's proportional set size,
     * so that a sum over the suite is what it takes of the machine: Java's processes share the
     * JDK's code and archives, PostgreSQL's and Chromium's nearly everything.
     */
    long residentWithDescendants(ProcessHandle process) {
        return resident(process) + process.descendants().mapToLong(this::resident).sum();
    }

    private long resident(ProcessHandle process) {
        return field(process.pid(), "smaps_rollup", "Pss:")
                .orElseGet(() -> field(process.pid(), "status", "VmRSS:").orElse(0));
    }

    private OptionalLong field(long pid, String file, String name) {
        try (var lines = Files.lines(proc.resolve(Long.toString(pid)).resolve(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | UncheckedIOException goneOrNotOurs) {
            return OptionalLong.empty();
        }
    }
}
