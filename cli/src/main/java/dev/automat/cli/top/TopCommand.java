package dev.automat.cli.top;

import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.DurationConverter;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code top} command. */
@Command(
        name = "top",
        description =
                "Shows the broker's busiest channels and the connections that pin most, again and"
                        + " again until Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  automat top", "  automat top --count 1 --rows 100"})
public final class TopCommand implements Callable<Integer> {

    private static final String FROM_THE_TOP = "\033[H\033[2J";

    @Spec private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8086",
            description = "Where the broker's status is (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Time between two looks (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "15",
            description = "Most rows of each table (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after this many looks; without it, go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
        if (rows < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--rows must be at least 1, is " + rows);
        }
        var status = new BrokerStatus(url);
        PrintWriter out = spec.commandLine().getOut();
        var start = isTerminal() ? FROM_THE_TOP : "";
        show(status, start);
        // A reader that went away, as in "top | head", ends the command.
        for (long i = 1; i < count && !out.checkError(); i++) {
            TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            try {
                show(status, start);
            } catch (CommandFailedException e) {
                // It may be starting again.
                spec.commandLine().getErr().println(e.getMessage());
            }
        }
        return CommandLine.ExitCode.OK;
    }

    @SuppressWarnings("SystemConsoleNull") // With jdk.console=java.base it may still be null.
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private void show(BrokerStatus status, String start) throws InterruptedException {
        var lines = TopScreen.lines(status.channels(), status.connections(), rows);
        PrintWriter out = spec.commandLine().getOut();
        out.print(start);
        lines.forEach(out::println);
        out.flush();
    }
}
