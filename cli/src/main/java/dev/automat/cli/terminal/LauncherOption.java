package dev.automat.cli.terminal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of long-running commands to end with the process that started them. */
public final class LauncherOption {

    @Option(
            names = "--launcher-pid",
            paramLabel = "PID",
            description = "End when this process has ended, however it ended.")
    private @Nullable Long pid;

    /** Completes when the launcher is gone; never when none was named. */
    public CompletableFuture<Void> gone() {
        if (pid == null) {
            return new CompletableFuture<>();
        }
        return ProcessHandle.of(pid)
                .map(ProcessHandle::onExit)
                .<CompletableFuture<Void>>map(exit -> exit.thenRun(() -> {}))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }
}
