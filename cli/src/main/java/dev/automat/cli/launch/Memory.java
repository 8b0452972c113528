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
     * Resident memory of a process and all it started, in KiB.
     *
     * <p>Of what it started, pages that several share count once: PostgreSQL's processes share most
     * of theirs.
     */
    OptionalLong residentWithDescendants(ProcessHandle process) {
        var own = field(process.pid(), "status", "VmRSS:");
        if (own.isEmpty()) {
            return own;
        }
        long others = process.descendants().mapToLong(this::proportional).sum();
        return OptionalLong.of(own.getAsLong() + others);
    }

    /** As {@link #residentWithDescendants}, where the process shares pages with its descendants. */
    long proportionalWithDescendants(ProcessHandle process) {
        return proportional(process) + process.descendants().mapToLong(this::proportional).sum();
    }

    private long proportional(ProcessHandle process) {
        return field(process.pid(), "smaps_rollup", "Pss:").orElse(0);
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
