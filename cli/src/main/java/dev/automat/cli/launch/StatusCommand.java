package dev.automat.cli.launch;

import dev.automat.cli.launch.StatusTable.Seen;
import dev.automat.cli.launch.child.Health;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the running suite is doing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows each part of the running suite: process, port, health, memory.",
        footer = {"", "Exit codes: 0 all up, 1 something is down or nothing runs, 2 wrong usage."})
public final class StatusCommand implements Callable<Integer> {

    private final Memory memory = new Memory();

    @Option(
            names = "--offset",
            paramLabel = "N",
            description = "Looks at the suite started with this offset. Default: 0.")
    private int offset;

    @Spec private CommandSpec spec;

    /** Called by picocli. */
    public StatusCommand() {
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        var home = Home.of(offset);
        var out = spec.commandLine().getOut();
        var run = new RunFile(home.runFile()).read();
        if (run.isEmpty() || !ProcessHandle.of(run.get().pid()).isPresent()) {
            out.println("Automat is not running here. Start it with ./automat up --demo");
            return 1;
        }
        return print(look(home, run.get().members()), out);
    }

    private List<Seen> look(Home home, List<RunFile.RunningMember> members) {
        try (var probing = Executors.newVirtualThreadPerTaskExecutor()) {
            var seen =
                    members.stream()
                            .map(member ->
                                    CompletableFuture.supplyAsync(
                                            () -> look(home, member), probing))
                            .toList();
            return seen.stream().map(CompletableFuture::join).toList();
        }
    }

    private Seen look(Home home, RunFile.RunningMember member) {
        var process = ProcessHandle.of(member.pid());
        if (process.isEmpty()) {
            var gone = Health.down("no process; " + member.state().toLowerCase(Locale.ROOT));
            return new Seen(member, gone, Duration.ZERO, 0);
        }
        return new Seen(
                member,
                Probes.of(member.health()).check(),
                Duration.between(member.startedAt(), Instant.now()),
                resident(home, member, process.get()));
    }

    private long resident(Home home, RunFile.RunningMember member, ProcessHandle process) {
        long own = memory.residentWithDescendants(process);
        return member.name().equals(Suite.POSTGRES)
                ? own
                        + new PostgresFolder(home.postgres())
                                .server()
                                .filter(server -> !isDescendant(server, process))
                                .map(memory::residentWithDescendants)
                                .orElse(0L)
                : own;
    }

    private static boolean isDescendant(ProcessHandle process, ProcessHandle ancestor) {
        return ancestor.descendants().anyMatch(process::equals);
    }

    private static int print(List<Seen> members, PrintWriter out) {
        StatusTable.now(members).forEach(out::println);
        out.flush();
        return members.stream().allMatch(seen -> seen.health().isUp()) ? 0 : 1;
    }
}
