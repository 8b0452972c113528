package dev.automat.cli.report;

import dev.automat.cli.terminal.CollectorOption;
import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.DurationConverter;
import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.Waiting;
import dev.automat.reporter.MetricsReporter;
import dev.automat.reporter.ReporterOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code report} command. */
@Command(
        name = "report",
        description =
                "Reports the CPU and memory of any process of this machine to the metrics"
                        + " collector, until that process ends.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  automat report --pid 1234 --name nginx"})
public final class ReportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LauncherOption launcher;
    @Mixin private CollectorOption collector;

    @Option(
            names = "--pid",
            paramLabel = "N",
            required = true,
            description = "Number of the process.")
    private long pid;

    @Option(
            names = {"--name", "--color"},
            paramLabel = "NAME",
            required = true,
            description = "Name of its series on the charts.")
    private String name;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Time between two samples (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    /** Called by picocli. */
    public ReportCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        var options = collector.reporting(name, interval);
        var process =
                ProcessHandle.of(pid)
                        .orElseThrow(
                                () -> new CommandFailedException("There is no process " + pid));
        try (var _ = start(process, options)) {
            say("Reporting process %d as %s to %s".formatted(pid, name, options.endpoint()));
            Waiting.on(CompletableFuture.anyOf(launcher.gone(), process.onExit()));
        }
        if (!process.isAlive()) {
            say("Process %d has ended".formatted(pid));
        }
        return CommandLine.ExitCode.OK;
    }

    private static MetricsReporter start(ProcessHandle process, ReporterOptions options) {
        try {
            return MetricsReporter.startFor(process, options);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
