package dev.automat.cli.janus;

import dev.automat.cli.terminal.DurationConverter;
import dev.automat.cli.terminal.Waiting;
import dev.automat.janus.JanusQueue;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** The {@code janus} command. */
@Command(
        name = "janus",
        description =
                "Shows a bounded queue between a thread that blocks and a chain that does not:"
                        + " the producer is faster, and the queue makes it wait.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  automat janus", "  automat janus --count 20 --capacity 5"})
public final class JanusCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--count",
            defaultValue = "8",
            description = "How many numbers to hand over (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--capacity",
            defaultValue = "3",
            description = "How many numbers the queue holds (default: ${DEFAULT-VALUE}).")
    private int capacity;

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            defaultValue = "250ms",
            converter = DurationConverter.class,
            description = "How long the consumer works on each (default: ${DEFAULT-VALUE}).")
    private Duration pause;

    @Override
    public Integer call() throws InterruptedException {
        refuseBelowOne("--count", count);
        refuseBelowOne("--capacity", capacity);
        var queue = new JanusQueue<Integer>(capacity);
        var producer = Thread.ofVirtual().name("producer").start(() -> produce(queue));
        try {
            Long received = Waiting.on(consume(queue).toFuture());
            say("consumer", "saw the end after " + received + " numbers");
            return CommandLine.ExitCode.OK;
        } finally {
            producer.interrupt();
            producer.join();
        }
    }

    private void refuseBelowOne(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be at least 1, is " + value);
        }
    }

    private void produce(JanusQueue<Integer> queue) {
        try (queue) {
            for (int number = 1; number <= count; number++) {
                put(queue, number);
            }
            say("producer", "closes the queue");
        } catch (InterruptedException stopped) {
            // The command ends early; closing the queue is all there is to do.
        }
    }

    private void put(JanusQueue<Integer> queue, int number) throws InterruptedException {
        if (!queue.blocking().offer(number)) {
            say("producer", "waits with " + number + ": the queue is full");
            queue.blocking().put(number);
        }
        say("producer", "put " + number);
    }

    /** Asks for one number, works on it without holding a thread, and asks for the next. */
    private Mono<Long> consume(JanusQueue<Integer> queue) {
        return queue.reactive()
                .flux()
                .doOnNext(number -> say("consumer", "got " + number))
                .concatMap(number -> Mono.delay(pause).thenReturn(number), 0)
                .count();
    }

    private void say(String who, String what) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-9s %s%n", who, what);
        out.flush();
    }
}
