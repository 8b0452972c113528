package dev.automat.cli.hello;

import dev.automat.cli.terminal.DurationConverter;
import dev.automat.cli.terminal.Waiting;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The {@code hello} command. */
@Command(
        name = "hello",
        description =
                "Says hello five times, once a second, in three styles of waiting that share one"
                        + " event loop of Netty.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  automat hello"})
public final class HelloCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Time between two lines (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Override
    public Integer call() throws InterruptedException {
        var group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("event-loop"), NioIoHandler.newFactory());
        try {
            Waiting.on(sayAll(group.next()));
            return CommandLine.ExitCode.OK;
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private CompletionStage<Void> sayAll(EventLoop loop) {
        var greetings =
                List.<Callable<CompletionStage<Void>>>of(
                        () -> byReactor(loop),
                        () -> byCompletableFuture(loop),
                        () -> byVirtualThread(loop),
                        () -> byReactor(loop),
                        () -> byCompletableFuture(loop));
        CompletionStage<Void> said = CompletableFuture.completedFuture(null);
        for (var greeting : greetings) {
            said = said.thenCompose(_ -> start(greeting));
        }
        return said;
    }

    private static CompletionStage<Void> start(Callable<CompletionStage<Void>> greeting) {
        try {
            return greeting.call();
        } catch (Exception failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private CompletionStage<Void> byReactor(EventLoop loop) {
        return Mono.delay(interval, Schedulers.fromExecutorService(loop))
                .doOnNext(_ -> say("Reactor"))
                .then()
                .toFuture();
    }

    private CompletionStage<Void> byCompletableFuture(EventLoop loop) {
        var due = new CompletableFuture<Void>();
        var _ = loop.schedule(() -> due.complete(null), interval.toNanos(), TimeUnit.NANOSECONDS);
        return due.thenRun(() -> say("a CompletableFuture"));
    }

    private CompletionStage<Void> byVirtualThread(EventLoop loop) {
        var said = new CompletableFuture<Void>();
        var _ =
                Thread.ofVirtual()
                        .name("virtual thread")
                        .start(() -> completeAfter(said, () -> awaitAndSay(loop)));
        return said;
    }

    private Void awaitAndSay(EventLoop loop) throws InterruptedException {
        loop.schedule(() -> {}, interval.toNanos(), TimeUnit.NANOSECONDS).await();
        say("a virtual thread that awaited the event loop");
        return null;
    }

    private static void completeAfter(CompletableFuture<Void> done, Callable<Void> work) {
        try {
            done.complete(work.call());
        } catch (Exception failure) {
            done.completeExceptionally(failure);
        }
    }

    private void say(String who) {
        spec.commandLine()
                .getOut()
                .println("Hello from " + who + ", on " + Thread.currentThread().getName());
    }
}
