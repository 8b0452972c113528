package dev.automat.cli.launch.child;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.automat.cli.launch.child.ChildStatus.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One part with its process. Used by the supervisor's thread alone, where nothing else is said. */
final class Child {

    private static final int LAST_LINES = 12;

    /** How long the output of an ended process may take to be read. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Part part;
    private final Output output;
    private final BackOff backOff = new BackOff();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private CompletableFuture<Void> allRead = new CompletableFuture<>();
    private State state = State.WAITING;
    private Instant startedAt = Instant.EPOCH;
    private Duration becameReadyAfter = Duration.ZERO;
    private volatile @Nullable Process process;

    Child(Part part, Output output) {
        this.part = part;
        this.output = output;
    }

    Part part() {
        return part;
    }

    State state() {
        return state;
    }

    boolean wasEverReady() {
        return !becameReadyAfter.isZero();
    }

    /** Starts a process; its output is read to the end by a thread of its own. */
    Process start(List<String> command, Path directory) throws IOException {
        var started =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        // Nothing is ever typed into a child, and one that reads should see the end at once.
        started.getOutputStream().close();
        process = started;
        startedAt = Instant.now();
        state = State.STARTING;
        var read = new CompletableFuture<Void>();
        allRead = read;
        Thread.ofPlatform()
                .daemon()
                .name("output-" + part.name())
                .start(() -> {
                    pump(started);
                    read.complete(null);
                });
        return started;
    }

    /**
     * Completes when the process has ended and its last words are read, or some time after its end
     * when something that it started keeps the pipe open.
     */
    CompletableFuture<Void> ended() {
        var read = allRead;
        return requireNonNull(process)
                .onExit()
                .thenCompose(_ ->
                        read.copy().completeOnTimeout(null, LAST_WORDS.toMillis(), MILLISECONDS));
    }

    private void pump(Process source) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(source.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                output.line(part.name(), line);
            }
        } catch (IOException gone) {
            // The pipe of a killed process may break before its end is read; there is no more.
            remember("(output lost: " + gone.getMessage() + ")");
        }
    }

    private void remember(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == LAST_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
    }

    /** What it said last, for a person who wants to know why it died. */
    List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    void ready() {
        state = State.READY;
        if (!wasEverReady()) {
            becameReadyAfter = age();
        }
    }

    Duration age() {
        return Duration.between(startedAt, Instant.now());
    }

    /** Notes that the process is gone and says how long to wait before the next start. */
    Duration pause() {
        state = State.PAUSING;
        process = null;
        return backOff.after(age());
    }

    /** Asks the process to end; one that has not started yet never will. */
    void stop() {
        state = State.STOPPED;
        var running = process;
        if (running != null) {
            // By its handle: Process.destroy() closes the output, and its last words would be lost.
            running.toHandle().destroy();
        }
    }

    /** Ends the process and everything it started, at once; from any thread. */
    void kill() {
        var running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    boolean isAlive() {
        var running = process;
        return running != null && running.isAlive();
    }

    boolean runs(Process candidate) {
        return candidate.equals(process);
    }

    ChildStatus status() {
        var running = process;
        return new ChildStatus(
                part.name(),
                state,
                running == null || !running.isAlive() ? 0 : running.pid(),
                startedAt,
                becameReadyAfter);
    }
}
