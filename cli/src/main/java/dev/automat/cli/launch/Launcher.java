package dev.automat.cli.launch;

import dev.automat.cli.launch.child.ChildStatus;
import dev.automat.cli.launch.child.Output;
import dev.automat.cli.launch.child.Part;
import dev.automat.cli.launch.child.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the members of the suite and keeps the run file up to date. */
final class Launcher {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final List<Member> members;
    private final RunFile runFile;
    private final Supervisor supervisor;
    private final Instant startedAt = Instant.now();

    Launcher(
            List<Member> members,
            Map<String, List<String>> commands,
            Path directory,
            Output output,
            RunFile runFile) {
        this.members = List.copyOf(members);
        this.runFile = runFile;
        this.supervisor =
                new Supervisor(
                        members.stream().map(member -> part(member, commands)).toList(),
                        new Supervisor.Surroundings(directory, ownSession()),
                        output,
                        new Supervisor.Limits(startingAtOnce(), START, STOP),
                        this::writeRunFile);
    }

    private static Part part(Member member, Map<String, List<String>> commands) {
        return new Part(
                member.name(),
                member.stage(),
                member.needs(),
                Probes.of(member.health()),
                commands.getOrDefault(member.name(), List.of()));
    }

    /** A terminal sends Ctrl-C to its whole group, and children must not stop out of order. */
    private static List<String> ownSession() {
        return Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();
    }

    /** One more than can run: each waits now and then, for a database or to be asked. */
    private static int startingAtOnce() {
        return Runtime.getRuntime().availableProcessors() + 1;
    }

    CompletableFuture<Void> start() {
        return supervisor.start();
    }

    /** Stops everything in reverse order; completes when no child is left. */
    CompletableFuture<Void> stop() {
        return supervisor.stop().thenRun(runFile::delete);
    }

    /** Ends everything at once. */
    void kill() {
        supervisor.kill();
        runFile.delete();
    }

    /** Every member's address and how long it took to become ready. */
    CompletableFuture<List<String>> table() {
        return supervisor.status().thenApply(this::table);
    }

    private List<String> table(List<ChildStatus> statuses) {
        var byName =
                statuses.stream().collect(Collectors.toMap(ChildStatus::name, Function.identity()));
        return StatusTable.afterStart(members, byName);
    }

    private void writeRunFile() {
        var running =
                supervisor.statusNow().stream()
                        .map(status -> runningMember(memberOf(status), status))
                        .toList();
        runFile.write(new RunFile.Run(ProcessHandle.current().pid(), startedAt, running));
    }

    private Member memberOf(ChildStatus status) {
        return members.stream()
                .filter(member -> member.name().equals(status.name()))
                .findFirst()
                .orElseThrow();
    }

    private static RunFile.RunningMember runningMember(Member member, ChildStatus status) {
        return new RunFile.RunningMember(
                member.name(),
                status.pid(),
                member.listeners().isEmpty() ? 0 : member.listeners().getFirst().port(),
                status.state().name(),
                member.page(),
                member.health(),
                status.startedAt());
    }
}
