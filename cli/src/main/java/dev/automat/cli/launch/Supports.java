package dev.automat.cli.launch;

import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Members that run for a while, so that others that need them can be prepared. */
final class Supports implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Process> processes = new ArrayList<>();

    private Supports() {}

    /**
     * Starts members and waits until they are ready.
     *
     * @param commands the command line of each
     * @param logs a folder for what they print
     */
    static Supports start(Map<Member, List<String>> commands, Path logs) {
        var supports = new Supports();
        try {
            commands.forEach((member, command) -> supports.start(member, command, logs));
            return supports;
        } catch (RuntimeException failed) {
            supports.close();
            throw failed;
        }
    }

    private void start(Member member, List<String> command, Path logs) {
        var log = logs.resolve("prepare-" + member.name() + ".log");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            processes.add(process);
            if (!Probes.of(member.health()).awaitUp(process, PATIENCE)) {
                throw new CommandFailedException(
                        "%s does not come up; see %s".formatted(member.name(), log));
            }
        } catch (IOException cause) {
            throw new CommandFailedException(
                    "%s cannot be started: %s".formatted(member.name(), cause.getMessage()), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            try {
                if (!process.waitFor(PATIENCE)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
