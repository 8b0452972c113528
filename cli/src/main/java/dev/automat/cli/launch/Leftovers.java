package dev.automat.cli.launch;

import dev.automat.cli.launch.RunFile.RunningMember;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Deals with children of a launcher that was killed: they notice and end, which takes a moment. */
final class Leftovers {

    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private final Duration patience;
    private final Consumer<String> say;

    Leftovers(Duration patience, Consumer<String> say) {
        this.patience = patience;
        this.say = say;
    }

    /** Waits until they are gone, and ends those that stay. */
    void await(RunFile.Run lastRun) {
        var left = lastRun.members().stream().map(Leftovers::process).flatMap(Optional::stream);
        var processes = left.toList();
        if (processes.isEmpty()) {
            return;
        }
        say.accept("Waiting for the last run, whose launcher was killed, to end");
        if (!areGone(processes)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            areGone(processes);
        }
    }

    /** The member's process, unless its number belongs to another one by now. */
    private static Optional<ProcessHandle> process(RunningMember member) {
        return ProcessHandle.of(member.pid())
                .filter(process ->
                        process.info()
                                .startInstant()
                                .filter(start -> isNear(start, member.startedAt()))
                                .isPresent());
    }

    private static boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(START_TOLERANCE) <= 0;
    }

    private boolean areGone(List<ProcessHandle> processes) {
        var exits = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(exits).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
