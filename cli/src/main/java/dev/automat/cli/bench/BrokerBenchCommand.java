package dev.automat.cli.bench;

import dev.automat.brokerclient.Frames;
import dev.automat.cli.broker.BrokerAddress;
import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.DurationConverter;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code bench broker} command. */
@Command(
        name = "broker",
        description =
                "Publishes to a channel of the broker, subscribes to it, and prints what arrived"
                        + " how fast.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat bench broker --subscribers 10",
            "  automat bench broker --rate 10000 --duration 30s",
            "  automat bench broker --channel /queue/bench --publishers 4 --subscribers 4"
        })
final class BrokerBenchCommand implements Callable<Integer> {

    private static final int MOST_CONNECTIONS = 1_000;
    private static final int LARGEST_SIZE = 1024 * 1024;
    private static final Duration LONGEST_WAIT_FOR_THE_REST = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 20;

    @Spec private CommandSpec spec;

    @Mixin private BrokerAddress address;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            defaultValue = "/topic/bench",
            description =
                    "The channel (default: ${DEFAULT-VALUE}); /queue... gives each message to one"
                            + " subscriber.")
    private String channel;

    @Option(
            names = "--publishers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections that publish (default: ${DEFAULT-VALUE}).")
    private int publishers;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections that subscribe (default: ${DEFAULT-VALUE}).")
    private int subscribers;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "256",
            description = "Size of a message's data (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Messages per second and publisher, 0 for as fast as the broker takes them"
                            + " (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Time that is measured (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Time before it that does not count (default: ${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Override
    public Integer call() throws InterruptedException {
        var plan = plan();
        var load = start(plan);
        try (load) {
            watch(load);
        }
        print(plan, load);
        return CommandLine.ExitCode.OK;
    }

    private static BrokerLoad start(BrokerLoadPlan plan) {
        try {
            return BrokerLoad.start(plan);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "There is no broker at %s:%d (%s)"
                            .formatted(plan.host(), plan.port(), e.getMessage()),
                    e);
        }
    }

    private BrokerLoadPlan plan() {
        check("--publishers", publishers, 1, MOST_CONNECTIONS);
        check("--subscribers", subscribers, 1, MOST_CONNECTIONS);
        check("--size", size, BrokerLoad.SMALLEST_SIZE, LARGEST_SIZE);
        check("--rate", rate, 0, Integer.MAX_VALUE);
        check("--port", address.port(), 1, 65_535);
        check("--channel: its length", channel.length(), 1, Frames.MAX_NAME_BYTES / 4);
        if (duration.isZero()) {
            throw wrongUsage("--duration must not be 0");
        }
        return new BrokerLoadPlan(
                address.host(),
                address.port(),
                channel,
                publishers,
                subscribers,
                size,
                rate,
                warmUp,
                duration);
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrongUsage("%s must be %d to %d, is %d".formatted(option, least, most, value));
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Reports once a second until all has arrived, or nothing more arrives. */
    private void watch(BrokerLoad load) throws InterruptedException {
        var progress = new Progress(load);
        var longest = duration.plus(LONGEST_WAIT_FOR_THE_REST);
        while (load.measured().compareTo(longest) < 0 && !isComplete(load, progress)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            load.beginWhenReady();
            var failure = load.failure();
            if (failure != null) {
                throw new CommandFailedException(
                        "A connection failed: " + failure.getMessage(), failure);
            }
            progress.look();
        }
    }

    private boolean isComplete(BrokerLoad load, Progress progress) {
        return !load.isPublishing()
                && (load.received() >= load.expected()
                        || progress.silence().compareTo(SILENCE) > 0);
    }

    /** What changed since the last second. */
    private final class Progress {

        private static final long SECOND = 1_000_000_000;

        private final BrokerLoad load;
        private long seconds = 1;
        private long sent;
        private long received;
        private long lastReceived;
        private long lastChange = System.nanoTime();

        Progress(BrokerLoad load) {
            this.load = load;
        }

        void look() {
            long now = load.received();
            if (now != lastReceived) {
                lastReceived = now;
                lastChange = System.nanoTime();
            }
            if (load.measured().toNanos() < seconds * SECOND) {
                return;
            }
            long sentNow = load.sent();
            spec.commandLine()
                    .getErr()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "%3d s: %,d sent, %,d received",
                                    seconds,
                                    sentNow - sent,
                                    now - received));
            seconds++;
            sent = sentNow;
            received = now;
        }

        Duration silence() {
            return Duration.ofNanos(System.nanoTime() - lastChange);
        }
    }

    private void print(BrokerLoadPlan plan, BrokerLoad load) {
        var out = spec.commandLine().getOut();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%s: %d publishers, %d subscribers, %d bytes, %s",
                        channel,
                        publishers,
                        subscribers,
                        size,
                        rate == 0 ? "flat out" : String.format(Locale.ROOT, "%,d/s each", rate)));
        out.println(line("sent", load.sent(), plan));
        out.println(line("received", load.received(), plan));
        long lost = load.expected() - load.received();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%-9s %,13d  %.4f %%",
                        "lost",
                        lost,
                        share(lost, load.expected()) * 100));
        var times = load.latencies();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%-9s p50 %,.0f µs, p99 %,.0f µs, p99.9 %,.0f µs",
                        "took",
                        times.quantile(0.5) / 1e3,
                        times.quantile(0.99) / 1e3,
                        times.quantile(0.999) / 1e3));
        out.flush();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private String line(String what, long messages, BrokerLoadPlan plan) {
        double perSecond = messages / (plan.measured().toNanos() / 1e9);
        return String.format(
                Locale.ROOT,
                "%-9s %,13d  %,.0f msg/s, %,.1f MB/s",
                what,
                messages,
                perSecond,
                perSecond * size / 1e6);
    }
}
