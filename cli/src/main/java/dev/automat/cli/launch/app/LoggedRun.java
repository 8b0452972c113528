package dev.automat.cli.launch.app;

import dev.automat.cli.launch.child.Probe;
import dev.automat.cli.terminal.ShutdownHooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * A command that is run to prepare something; a log takes what it prints.
 *
 * @param command program and arguments
 * @param log what it prints is added here
 */
record LoggedRun(List<String> command, Path log) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How often a program is asked once it is up, so that the way there is well trodden. */
    private static final int REQUESTS = 20;

    /** Runs it to its end; whether that was a good one. */
    boolean succeeds() throws IOException, InterruptedException {
        return run(process -> hasEnded(process) && process.exitValue() == 0);
    }

    /**
     * Runs it until it is up and has answered some requests, and has it end then.
     *
     * @return whether all of that happened in time
     */
    boolean rehearses(Probe probe) throws IOException, InterruptedException {
        return run(process -> rehearse(process, probe));
    }

    private static boolean rehearse(Process process, Probe probe) throws InterruptedException {
        if (!probe.awaitUp(process, PATIENCE)) {
            return false;
        }
        for (int request = 0; request < REQUESTS; request++) {
            var _ = probe.check();
        }
        process.destroy();
        return hasEnded(process);
    }

    /** What is done with the process while it runs. */
    @FunctionalInterface
    private interface Task {
        boolean apply(Process process) throws InterruptedException;
    }

    private boolean run(Task task) throws IOException, InterruptedException {
        var process = start();
        // A signal that reaches only the launcher would leave it running.
        var hook = new Thread(() -> kill(process), "end-preparation");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return task.apply(process);
        } finally {
            kill(process);
            ShutdownHooks.remove(hook);
        }
    }

    private Process start() throws IOException {
        Files.writeString(
                log,
                String.join(" ", command) + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static boolean hasEnded(Process process) throws InterruptedException {
        return process.waitFor(PATIENCE);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
