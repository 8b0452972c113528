package dev.automat.cli.broker;

import dev.automat.brokerclient.BrokerClient;
import dev.automat.brokerclient.BrokerException;
import dev.automat.brokerclient.Frames;
import dev.automat.cli.terminal.DurationConverter;
import dev.automat.cli.terminal.LauncherOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code send} command. */
@Command(
        name = "send",
        description =
                "Sends messages to one channel of the broker. Without --data each message is its"
                        + " number, filled up to --size.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat send --channel /topic/news --data 'Good morning' --count 1",
            "  automat send --channel /queue/work --interval 10ms --size 1000"
        })
public final class SendCommand implements Callable<Integer> {

    private static final int LARGEST_SIZE = 16 * 1024 * 1024;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Spec private CommandSpec spec;
    @Mixin private BrokerOptions broker;
    @Mixin private LauncherOption launcher;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description =
                    "Time between two messages, 0 for as fast as the broker takes them"
                            + " (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "0",
            description = "Smallest size of a message; shorter ones are filled up with x.")
    private int size;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after this many messages; without it, go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--data", paramLabel = "TEXT", description = "Send this text every time.")
    private @Nullable String data;

    @Override
    public Integer call() throws InterruptedException {
        if (size < 0 || size > LARGEST_SIZE) {
            throw wrongUsage("--size must be 0 to %d, is %d".formatted(LARGEST_SIZE, size));
        }
        if (data != null && data.isEmpty()) {
            throw wrongUsage(
                    "--data must not be empty: the broker does not deliver empty messages");
        }
        var _ = launcher.gone().thenRun(stopped::countDown);
        try (var client = broker.connect(Frames.NOWHERE)) {
            long sent = sendAll(client);
            spec.commandLine().getOut().println(progress(sent));
        } catch (BrokerException failure) {
            throw BrokerOptions.failed(failure);
        }
        return CommandLine.ExitCode.OK;
    }

    private long sendAll(BrokerClient client) throws BrokerException, InterruptedException {
        long start = System.nanoTime();
        long nextReport = start + SECOND;
        long sent = 0;
        while (sent < count && !isStoppedBefore(start + sent * interval.toNanos())) {
            client.send(broker.channel(), message(sent + 1));
            sent++;
            if (System.nanoTime() - nextReport >= 0) {
                spec.commandLine().getErr().println(progress(sent));
                nextReport += SECOND;
            }
        }
        return sent;
    }

    private boolean isStoppedBefore(long due) throws InterruptedException {
        return stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private byte[] message(long number) {
        var text = data == null ? Long.toString(number) : data;
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= size) {
            return bytes;
        }
        var filled = Arrays.copyOf(bytes, size);
        Arrays.fill(filled, bytes.length, size, (byte) 'x');
        return filled;
    }

    private String progress(long sent) {
        return "Sent %d message%s to %s".formatted(sent, sent == 1 ? "" : "s", broker.channel());
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
