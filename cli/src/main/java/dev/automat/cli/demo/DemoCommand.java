package dev.automat.cli.demo;

import dev.automat.brokerclient.Frames;
import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings life to a running suite; started by {@code automat up --demo}. */
@Command(
        name = "demo",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = {
            "Serves two made-up news sites that need JavaScript, sends patrons to the patron"
                    + " service, and messages through the broker, until Ctrl-C."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int FIRST_SITE = 8070;
    private static final int SECOND_SITE = 8071;
    private static final int PATRON_SERVICE = 8000;
    private static final int SECONDS_BETWEEN_VISITS = 2;

    @Spec private CommandSpec spec;
    @Mixin private LauncherOption launcher;

    @Option(
            names = "--offset",
            paramLabel = "N",
            description = "Added to every port, as with 'automat up' (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private int offset;

    @Option(
            names = "--guest-book",
            paramLabel = "FILE",
            description =
                    "Where the ids of the demo's patrons are kept (default: ${DEFAULT-VALUE}).",
            defaultValue = ".automat/demo-guests.txt")
    private Path guestBook;

    /** Called by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        try (var _ = site("The Copper Kettle Courier", "courier.html", FIRST_SITE);
                var _ = site("Robot Kitchen Weekly", "robot-kitchen.html", SECOND_SITE);
                var traffic = new BrokerTraffic(LOOPBACK, Frames.DEFAULT_PORT + offset, _ -> {});
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            var _ =
                    clock.scheduleWithFixedDelay(
                            waiter(out), 0, SECONDS_BETWEEN_VISITS, TimeUnit.SECONDS);
            traffic.start();
            out.println("The demo is running");
            Waiting.on(launcher.gone());
            clock.shutdownNow();
        }
        return CommandLine.ExitCode.OK;
    }

    private NewsSite site(String name, String page, int port) throws IOException {
        // Two seeds, so that the sites do not tell the same news.
        var headlines = new Headlines(port, Clock.systemUTC(), ZoneId.systemDefault());
        return new NewsSite(name, page, port + offset, headlines);
    }

    private Waiter waiter(PrintWriter out) {
        var patrons = URI.create("http://" + LOOPBACK + ":" + (PATRON_SERVICE + offset));
        return new Waiter(
                new Restaurant(new Random()),
                new PatronClient(patrons),
                new GuestBook(guestBook),
                out::println);
    }
}
