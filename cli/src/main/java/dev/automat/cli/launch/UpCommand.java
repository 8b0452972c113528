package dev.automat.cli.launch;

import dev.automat.cli.launch.app.AppStore;
import dev.automat.cli.launch.app.Jvm;
import dev.automat.cli.launch.child.CannotStartException;
import dev.automat.cli.launch.port.PortCheck;
import dev.automat.cli.launch.port.TakenPort;
import dev.automat.cli.terminal.CommandFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** Starts the suite and keeps it running until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts the suite, keeps it running, and stops it on Ctrl-C.",
            "",
            "PostgreSQL, the broker, metrics, two patron instances, news and the dashboard run as"
                    + " processes of their own. One that dies is started again.",
            ""
        },
        footer = {
            "",
            "Data and logs are kept under .automat/ (with an offset: .automat/offset-N/).",
            "Exit codes: 0 stopped cleanly, 1 could not start, 2 wrong usage."
        })
public final class UpCommand implements Callable<Integer> {

    private static final long LOG_LIMIT_IN_BYTES = 8L * 1024 * 1024;
    private static final int KILLED = 130;
    private static final Duration PATIENCE_WITH_LEFTOVERS = Duration.ofSeconds(15);

    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final AtomicInteger signals = new AtomicInteger();

    @Option(
            names = "--demo",
            description =
                    "Adds life: three apps that report themselves (two of them leak), two made-up"
                            + " news sites that need JavaScript, patrons, and broker traffic.")
    private boolean demo;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Starts these parts and what they need, e.g. --only patron,metrics; the"
                            + " beginning of a name is enough.")
    private List<String> only = List.of();

    @Option(
            names = "--offset",
            paramLabel = "N",
            description = "Adds N to every port, to run beside another suite. Default: 0.")
    private int offset;

    @Option(
            names = "--optimize",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Lets the JVM optimize the busy services: they start slower, take more memory,"
                            + " and once warm do up to twice the work. Default: only with more"
                            + " than two processors.")
    private boolean optimize = Jvm.optimizesByDefault();

    /** Called by picocli. */
    public UpCommand() {}

    @Override
    public Integer call() {
        var ports = new Ports(offset);
        var home = Home.of(offset);
        home.createFolders();
        var runFile = new RunFile(home.runFile());
        try (var _ = takeLock(home, runFile)) {
            long pid = ProcessHandle.current().pid();
            var members = new Suite(home, ports, pid, demo).members(only);
            runFile.read().ifPresent(this::awaitLeftovers);
            requireFreePorts(home, members);
            return run(home, ports, members, runFile, pid);
        }
    }

    private static RunLock takeLock(Home home, RunFile runFile) {
        return RunLock.tryTake(home.lockFile())
                .orElseThrow(() -> new CommandFailedException(alreadyRunning(runFile)));
    }

    private static String alreadyRunning(RunFile runFile) {
        return runFile.read()
                .map(run ->
                        "Automat is already running here, as process %d. Look at it with './automat status', stop it with 'kill %d', or start another beside it with --offset 100."
                                .formatted(run.pid(), run.pid()))
                .orElse("Automat is already being started here.");
    }

    private void awaitLeftovers(RunFile.Run lastRun) {
        new Leftovers(PATIENCE_WITH_LEFTOVERS, System.out::println).await(lastRun);
    }

    private static void requireFreePorts(Home home, List<Member> members) {
        var taken =
                new PortCheck()
                                .taken(
                                        members.stream()
                                                .flatMap(member -> member.listeners().stream())
                                                .toList())
                                .stream()
                                .filter(port -> !new PostgresFolder(home.postgres()).holds(port))
                                .toList();
        if (!taken.isEmpty()) {
            throw new CommandFailedException(
                    taken.stream()
                            .map(TakenPort::explanation)
                            .collect(
                                    Collectors.joining(
                                            System.lineSeparator(),
                                            "",
                                            "%nOr add to every port: --offset 100.".formatted())));
        }
    }

    private int run(Home home, Ports ports, List<Member> members, RunFile runFile, long pid) {
        long begin = System.nanoTime();
        var store = new AppStore(home.apps(), Jvm.java(), home.logs(), System.out::println);
        if (demo) {
            // Before the apps are prepared: the aggregator reads its sources then.
            new DemoSources(home.jar("news-aggregator"), ports).write(home.newsSources());
        }
        var commands = new Commands(home, store, ports, pid, optimize).of(members);
        try (var journal = journal(home, members)) {
            var launcher = new Launcher(members, commands, home.root(), journal, runFile);
            obeySignals(launcher, journal);
            return startAndWait(launcher, journal, begin);
        }
    }

    private static Journal journal(Home home, List<Member> members) {
        return new Journal(
                System.out,
                Ansi.AUTO.enabled(),
                members.stream().map(Member::name).toList(),
                part -> new LogFile(home.log(part), LOG_LIMIT_IN_BYTES));
    }

    private void obeySignals(Launcher launcher, Journal journal) {
        Terminator.onSignal(() -> {
            if (signals.incrementAndGet() == 1) {
                journal.say("Stopping; once more to kill");
                stopAsked.countDown();
                var _ = launcher.stop();
            } else {
                launcher.kill();
                Runtime.getRuntime().halt(KILLED);
            }
        });
        // Whatever else ends this process, such as a closed terminal, ends the children first.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> launcher.stop().join(), "stop-children"));
    }

    private int startAndWait(Launcher launcher, Journal journal, long begin) {
        var started =
                launcher.start()
                        .thenCompose(_ -> launcher.table())
                        .thenAccept(table -> announce(journal, table, begin));
        try {
            started.join();
            stopAsked.await();
        } catch (CompletionException | CancellationException failed) {
            if (failed.getCause() instanceof CannotStartException cause) {
                journal.say("Stopping the others");
                launcher.stop().join();
                throw new CommandFailedException(String.valueOf(cause.getMessage()), cause);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        launcher.stop().join();
        journal.say("Stopped");
        return 0;
    }

    private static void announce(Journal journal, List<String> table, long begin) {
        journal.say("");
        table.forEach(journal::say);
        journal.say(
                String.format(
                        Locale.ROOT,
                        "All up after %.1f s. Ctrl-C stops.",
                        (System.nanoTime() - begin) / 1e9));
    }
}
