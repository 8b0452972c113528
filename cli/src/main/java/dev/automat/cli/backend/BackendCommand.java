package dev.automat.cli.backend;

import dev.automat.cli.terminal.CollectorOption;
import dev.automat.cli.terminal.DurationConverter;
import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.Waiting;
import dev.automat.reporter.MetricsReporter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code backend} command. */
@Command(
        name = "backend",
        description =
                "Runs a small app that reports its CPU and memory to the metrics collector, and"
                        + " leaks if told to. When 55 percent of its heap are used up, a leak starts over.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat backend --color red",
            "  automat backend --color blue --leak 10000"
        })
public final class BackendCommand implements Callable<Integer> {

    private static final int WORDS_PER_TICK = 20_000;

    @Spec private CommandSpec spec;
    @Mixin private LauncherOption launcher;
    @Mixin private CollectorOption collector;

    @Option(
            names = {"--color", "--name"},
            paramLabel = "NAME",
            required = true,
            description = "Name of the app's series on the charts.")
    private String color;

    @Option(
            names = "--leak",
            paramLabel = "N",
            defaultValue = "0",
            description = "Characters to keep for ever at each tick (default: ${DEFAULT-VALUE}).")
    private int leak;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Time between two ticks (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    /** Called by picocli. */
    public BackendCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        var options = collector.reporting(color, interval);
        var growth = growth();
        try (var _ = MetricsReporter.start(options);
                var ticks = Executors.newSingleThreadScheduledExecutor()) {
            say("Reporting as %s to %s".formatted(color, options.endpoint()));
            var failure = new CompletableFuture<Void>();
            var _ =
                    ticks.scheduleAtFixedRate(
                            () -> tick(growth, failure),
                            0,
                            interval.toNanos(),
                            TimeUnit.NANOSECONDS);
            try {
                Waiting.on(CompletableFuture.anyOf(launcher.gone(), failure));
            } finally {
                // Closing alone would wait for the ticks to end by themselves.
                ticks.shutdownNow();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Leak growth() {
        long most = Leak.maxItems(Runtime.getRuntime().maxMemory());
        if (leak < 0 || leak > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--leak must be 0 to %d, which this heap can hold; is %d"
                            .formatted(most, leak));
        }
        return new Leak(leak, most);
    }

    private void tick(Leak growth, CompletableFuture<Void> failure) {
        try {
            work();
            long held = growth.items();
            if (growth.grow()) {
                say("Starting over: %,d leaked characters are all this heap holds".formatted(held));
            }
        } catch (RuntimeException e) {
            failure.completeExceptionally(e);
        }
    }

    /** Leaves garbage as every app does, so that the collector of the heap has something to do. */
    private static void work() {
        var words = new StringBuilder();
        for (int i = 0; i < WORDS_PER_TICK; i++) {
            words.append(Integer.toString(i));
        }
        if (words.isEmpty()) {
            throw new IllegalStateException("Work is never done");
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
