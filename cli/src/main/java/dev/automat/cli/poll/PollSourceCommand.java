package dev.automat.cli.poll;

import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.DurationConverter;
import dev.automat.cli.terminal.EndpointConverter;
import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.Waiting;
import dev.automat.zmtp.ZmtpSocket;
import dev.automat.zmtp.ZmtpSocketBuilder;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code poll-source} command. */
@Command(
        name = "poll-source",
        description =
                "Pushes and publishes a counter each second, for 'automat poll' or any other"
                        + " ZeroMQ program to receive.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat poll-source",
            "  automat poll-source --interval 100ms"
        })
public final class PollSourceCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LauncherOption launcher;

    @Option(
            names = "--push",
            paramLabel = "ENDPOINT",
            defaultValue = "tcp://127.0.0.1:5557",
            converter = EndpointConverter.class,
            description = "Where the PUSH socket listens (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress push;

    @Option(
            names = "--pub",
            paramLabel = "ENDPOINT",
            defaultValue = "tcp://127.0.0.1:5556",
            converter = EndpointConverter.class,
            description = "Where the PUB socket listens (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress pub;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Time between two numbers (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after this many numbers; without it, go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
        try (var pushing = listen("PUSH", ZmtpSocket.push(), push);
                var publishing = listen("PUB", ZmtpSocket.pub(), pub);
                var ticks = Executors.newSingleThreadScheduledExecutor()) {
            try {
                Waiting.on(countOn(ticks, pushing, publishing));
            } finally {
                // Closing alone would wait for the ticks to end by themselves.
                ticks.shutdownNow();
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private CompletableFuture<Object> countOn(
            ScheduledExecutorService ticks, ZmtpSocket pushing, ZmtpSocket publishing) {
        if (!interval.isPositive()) {
            throw new ParameterException(spec.commandLine(), "--interval must be above 0");
        }
        var number = new AtomicLong();
        var done = new CompletableFuture<Void>();
        var _ =
                ticks.scheduleAtFixedRate(
                        () -> {
                            send(number.incrementAndGet(), pushing, publishing);
                            if (number.get() == count) {
                                done.complete(null);
                            }
                        },
                        0,
                        interval.toNanos(),
                        TimeUnit.NANOSECONDS);
        return CompletableFuture.anyOf(done, launcher.gone());
    }

    private void send(long number, ZmtpSocket pushing, ZmtpSocket publishing) {
        var bytes = Long.toString(number).getBytes(StandardCharsets.UTF_8);
        publishing.send(bytes);
        boolean wasPushed = pushing.send(bytes);
        out().println(number + (wasPushed ? "" : " (published only: nobody pulls)"));
    }

    private ZmtpSocket listen(String name, ZmtpSocketBuilder socket, InetSocketAddress endpoint)
            throws InterruptedException {
        var address = new InetSocketAddress(endpoint.getHostString(), endpoint.getPort());
        var started = socket.bind(address).start().toCompletableFuture();
        var listening = Waiting.on(started.exceptionallyCompose(cause -> refused(endpoint, cause)));
        var local = listening.localAddresses().getFirst();
        out().println(
                        "%s listens on tcp://%s:%d"
                                .formatted(name, endpoint.getHostString(), local.getPort()));
        return listening;
    }

    private static CompletableFuture<ZmtpSocket> refused(
            InetSocketAddress endpoint, Throwable cause) {
        return CompletableFuture.failedFuture(
                new CommandFailedException(
                        "Cannot listen on %s:%d: %s"
                                .formatted(
                                        endpoint.getHostString(),
                                        endpoint.getPort(),
                                        cause.getMessage()),
                        cause));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
