package dev.automat.cli.launch.child;

import dev.automat.cli.launch.child.ChildStatus.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a list of parts running.
 *
 * <p>Parts start as soon as what they need is ready, a few at the same time. One that dies is
 * started again, after a pause that grows. All state belongs to one thread, so there are no locks;
 * what blocks (probes, output) runs elsewhere and comes back as a task.
 */
public final class Supervisor {

    /** What a stage that is slow to end must leave to each stage below it. */
    private static final Duration RESERVE_PER_STAGE = Duration.ofSeconds(2);

    /** Exit codes from here on mean that a signal ended the process. */
    private static final int KILLED_BY_SIGNAL = 128;

    private final Map<String, Child> children;
    private final Surroundings surroundings;
    private final Output output;
    private final Limits limits;
    private final Runnable changed;
    private final CompletableFuture<Void> allReady = new CompletableFuture<>();
    private final CompletableFuture<Void> allStopped = new CompletableFuture<>();
    private final ScheduledExecutorService own =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("supervisor").factory());
    private final Executor probes = Executors.newVirtualThreadPerTaskExecutor();
    private boolean stopping;
    private long stopDeadline;

    /**
     * How far patience goes.
     *
     * @param startingAtOnce how many parts may be starting at the same time
     * @param start how long a part may take until it is ready for the first time
     * @param stop how long all may take to end; a stage that takes so long that too little is left
     *     for the ones below it is killed
     */
    public record Limits(int startingAtOnce, Duration start, Duration stop) {}

    /**
     * Where and how commands are run.
     *
     * @param directory the working directory
     * @param prefix put before each command, to run it in a session of its own; may be empty
     */
    public record Surroundings(Path directory, List<String> prefix) {

        public Surroundings {
            prefix = List.copyOf(prefix);
        }
    }

    /**
     * Prepares; nothing is started yet.
     *
     * @param parts in the order of their start
     * @param surroundings where and how commands are run
     * @param output takes the children's lines, and what there is to say about them
     * @param limits how far patience goes
     * @param changed called on the supervisor's thread after a part changed its state
     */
    public Supervisor(
            List<Part> parts,
            Surroundings surroundings,
            Output output,
            Limits limits,
            Runnable changed) {
        this.children =
                parts.stream()
                        .collect(
                                Collectors.toMap(
                                        Part::name,
                                        part -> new Child(part, output),
                                        (one, other) -> {
                                            throw new IllegalArgumentException(
                                                    "Two parts named " + one.part().name());
                                        },
                                        LinkedHashMap::new));
        this.surroundings = surroundings;
        this.output = output;
        this.limits = limits;
        this.changed = changed;
    }

    /**
     * Starts all parts.
     *
     * @return completes when all are ready; fails with {@link CannotStartException} when one ends
     *     by itself before it was ready, or takes too long; the others are left running
     */
    public CompletableFuture<Void> start() {
        own.execute(this::startWhatCanStart);
        return allReady.copy();
    }

    /**
     * Stops all parts, the highest stage first. May be called more than once.
     *
     * @return completes when no child is left
     */
    public CompletableFuture<Void> stop() {
        own.execute(this::beginStop);
        return allStopped.copy();
    }

    /** Ends every child at once, from any thread, without waiting for the supervisor's. */
    public void kill() {
        children.values().forEach(Child::kill);
    }

    /** What is known of each part, in the order of their start. */
    public CompletableFuture<List<ChildStatus>> status() {
        return CompletableFuture.supplyAsync(this::statusNow, own);
    }

    /** As {@link #status()}, for the callback of a change, which runs on the right thread. */
    public List<ChildStatus> statusNow() {
        return children.values().stream().map(Child::status).toList();
    }

    private void startWhatCanStart() {
        if (stopping) {
            return;
        }
        long starting = count(State.STARTING);
        for (var child : children.values()) {
            if (starting >= limits.startingAtOnce()) {
                return;
            }
            if (child.state() == State.WAITING && hasWhatItNeeds(child)) {
                launch(child);
                starting++;
            }
        }
    }

    private long count(State state) {
        return children.values().stream().filter(child -> child.state() == state).count();
    }

    private boolean hasWhatItNeeds(Child child) {
        return child.part().needs().stream()
                .map(children::get)
                .allMatch(needed -> needed == null || needed.wasEverReady());
    }

    private void launch(Child child) {
        try {
            var process = child.start(commandOf(child.part()), surroundings.directory());
            var _ = child.ended().thenRun(() -> own.execute(() -> ended(child, process)));
            probeSoon(child, process);
        } catch (IOException cause) {
            cannotLaunch(child, cause);
        }
        changed.run();
    }

    private void cannotLaunch(Child child, IOException cause) {
        if (child.wasEverReady()) {
            restartAfterPause(child, "cannot be started: " + cause.getMessage());
        } else {
            fail("%s cannot be started: %s".formatted(child.part().name(), cause.getMessage()));
        }
    }

    private List<String> commandOf(Part part) {
        return Stream.concat(surroundings.prefix().stream(), part.command().stream()).toList();
    }

    private void probeSoon(Child child, Process process) {
        var _ =
                own.schedule(
                        () -> probes.execute(() -> probe(child, process)),
                        Probe.INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void probe(Child child, Process process) {
        var health = child.part().probe().check();
        own.execute(() -> probed(child, process, health));
    }

    private void probed(Child child, Process process, Health health) {
        if (stopping || !child.runs(process) || !process.isAlive()) {
            return;
        }
        if (health.isUp()) {
            becameReady(child);
        } else if (child.wasEverReady() || child.age().compareTo(limits.start()) < 0) {
            probeSoon(child, process);
        } else {
            fail(
                    "%s is not ready after %d s: %s"
                            .formatted(
                                    child.part().name(),
                                    limits.start().toSeconds(),
                                    health.detail()));
        }
    }

    private void becameReady(Child child) {
        boolean again = child.wasEverReady();
        child.ready();
        changed.run();
        if (again) {
            output.say(child.part().name() + " is back");
        } else if (count(State.READY) == children.size()) {
            allReady.complete(null);
        } else {
            startWhatCanStart();
        }
    }

    private void ended(Child child, Process process) {
        if (stopping || !child.runs(process)) {
            return;
        }
        boolean bySignal = process.exitValue() > KILLED_BY_SIGNAL;
        if (!child.wasEverReady() && !bySignal) {
            fail(
                    "%s ended with exit code %d before it was ready:%n%s"
                            .formatted(
                                    child.part().name(),
                                    process.exitValue(),
                                    child.lastLines().stream()
                                            .map("    "::concat)
                                            .collect(Collectors.joining(System.lineSeparator()))));
        } else {
            restartAfterPause(child, reason(process.exitValue(), bySignal));
        }
    }

    private static String reason(int exitCode, boolean bySignal) {
        return bySignal
                ? "was ended by signal " + (exitCode - KILLED_BY_SIGNAL)
                : "ended with exit code " + exitCode;
    }

    private void restartAfterPause(Child child, String reason) {
        var pause = child.pause();
        output.say(
                "%s %s; starting it again in %d s"
                        .formatted(child.part().name(), reason, pause.toSeconds()));
        changed.run();
        var _ = own.schedule(() -> restart(child), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void restart(Child child) {
        if (!stopping && child.state() == State.PAUSING) {
            launch(child);
        }
    }

    private void fail(String reason) {
        if (!allReady.completeExceptionally(new CannotStartException(reason))) {
            output.say(reason);
        }
    }

    private void beginStop() {
        if (stopping) {
            return;
        }
        stopping = true;
        var _ = allReady.cancel(false);
        stopDeadline = System.nanoTime() + limits.stop().toNanos();
        stopHighestStage();
    }

    private void stopHighestStage() {
        var stage =
                children.values().stream()
                        .filter(Child::isAlive)
                        .map(child -> child.part().stage())
                        .max(Comparator.naturalOrder());
        if (stage.isEmpty()) {
            children.values().forEach(Child::stop);
            changed.run();
            allStopped.complete(null);
            return;
        }
        var group =
                children.values().stream()
                        .filter(Child::isAlive)
                        .filter(child -> child.part().stage() == stage.get())
                        .toList();
        group.forEach(Child::stop);
        changed.run();
        awaitEnd(group, stopDeadline - RESERVE_PER_STAGE.toNanos() * stagesBelow(stage.get()));
    }

    private long stagesBelow(int stage) {
        return children.values().stream()
                .filter(Child::isAlive)
                .map(child -> child.part().stage())
                .filter(other -> other < stage)
                .distinct()
                .count();
    }

    private void awaitEnd(List<Child> group, long deadline) {
        var late = group.stream().filter(Child::isAlive).toList();
        if (late.isEmpty()) {
            stopHighestStage();
        } else if (System.nanoTime() > deadline) {
            late.forEach(this::killLate);
            awaitEndSoon(late, Long.MAX_VALUE);
        } else {
            awaitEndSoon(late, deadline);
        }
    }

    private void awaitEndSoon(List<Child> group, long deadline) {
        var _ = own.schedule(() -> awaitEnd(group, deadline), 20, TimeUnit.MILLISECONDS);
    }

    private void killLate(Child child) {
        output.say(child.part().name() + " does not end and is killed");
        child.kill();
    }
}
