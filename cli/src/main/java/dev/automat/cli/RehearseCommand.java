package dev.automat.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Treads the way of other commands, so that a JVM that learns from it starts them faster. */
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = {
            "Runs other commands for a moment each, with nobody to speak to, for the JVM to learn"
                    + " what they load. Started by 'automat up' after a build."
        })
final class RehearseCommand implements Callable<Integer> {

    private static final Duration MOMENT = Duration.ofMillis(2500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String NOBODY = "127.0.0.1:1";

    @Option(
            names = "--offset",
            paramLabel = "N",
            description = "Added to the ports the demo serves (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private int offset;

    @Option(
            names = "--guest-book",
            paramLabel = "FILE",
            description = "A file that nobody misses.",
            required = true)
    private Path guestBook;

    /** Called by picocli. */
    RehearseCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        for (var arguments : commands()) {
            rehearse(arguments);
        }
        return CommandLine.ExitCode.OK;
    }

    private List<String[]> commands() {
        return List.of(
                line("up", "--help"),
                line("status", "--offset=" + offset),
                line("db", "serve", "--port=-1"),
                line("db", "create", "none", "--url=postgresql://" + NOBODY + "/none"),
                line("backend", "--color=rehearsal", "--endpoint=tcp://" + NOBODY),
                line("demo", "--offset=" + offset, "--guest-book=" + guestBook));
    }

    private static String[] line(String... arguments) {
        return arguments;
    }

    private static void rehearse(String... arguments) throws InterruptedException {
        var nowhere =
                new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var command = Automat.commandLine(arguments).setOut(nowhere).setErr(nowhere);
        var run = Thread.ofPlatform().daemon().start(() -> command.execute(arguments));
        if (!run.join(MOMENT)) {
            run.interrupt();
            run.join(PATIENCE);
        }
    }
}
