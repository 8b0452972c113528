package dev.automat.cli.broker;

import dev.automat.brokerclient.BrokerClient;
import dev.automat.brokerclient.BrokerException;
import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code listen} command. */
@Command(
        name = "listen",
        description = "Prints the messages of one channel of the broker, one a line, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat listen --channel /topic/news",
            "  automat listen --channel /queue/work --reconnect",
            "  automat listen --count 1"
        })
public final class ListenCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private BrokerOptions broker;
    @Mixin private LauncherOption launcher;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after this many messages; without it, go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() {
        try (var client = broker.connect(broker.channel())) {
            var _ = launcher.gone().thenRun(client::close);
            print(client);
        } catch (BrokerException failure) {
            throw BrokerOptions.failed(failure);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(BrokerClient client) throws BrokerException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            // A reader that went away, as in "listen | head", ends the command.
            for (long i = 0; i < count && !out.checkError(); i++) {
                var text = new String(client.receive(), StandardCharsets.UTF_8);
                out.println(Printable.text(text));
            }
        } catch (BrokerException failure) {
            if (!client.isClosed()) {
                throw failure;
            }
        }
    }
}
