package dev.automat.cli.terminal;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Lets a command's own thread wait for what happens elsewhere. */
public final class Waiting {

    private Waiting() {}

    /**
     * Waits until the stage completes.
     *
     * @return its value
     * @throws InterruptedException when the command is told to end
     * @throws CommandFailedException as the stage failed with it
     */
    public static <T> T on(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }
}
