package dev.automat.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The file in which a launcher says what it runs, for {@code automat status} and other tools. */
final class RunFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;

    /**
     * A running suite.
     *
     * @param pid the launcher's process
     * @param startedAt when the launcher was started
     * @param members all that it keeps running
     */
    record Run(long pid, Instant startedAt, List<RunningMember> members) {}

    /**
     * A member of a running suite.
     *
     * @param name its name
     * @param pid its process; 0 when it has none at the moment
     * @param port the port people ask for; 0 when it listens nowhere
     * @param state what the launcher knows of it
     * @param page address for people
     * @param health address of the probe
     * @param startedAt when its process was started
     */
    record RunningMember(
            String name,
            long pid,
            int port,
            String state,
            String page,
            String health,
            Instant startedAt) {}

    RunFile(Path path) {
        this.path = path;
    }

    /** Replaces the file in one step, so that no reader sees half of it. */
    void write(Run run) {
        try {
            var unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
            Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(run));
            Files.move(
                    unfinished,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** What the file says; empty when there is none, or none that can be read. */
    Optional<Run> read() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path), Run.class));
        } catch (IOException | JacksonException none) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
