package dev.automat.cli.poll;

import dev.automat.cli.terminal.EndpointConverter;
import dev.automat.cli.terminal.Printable;
import dev.automat.cli.terminal.Waiting;
import dev.automat.janus.JanusQueue;
import dev.automat.zmtp.DisconnectReason;
import dev.automat.zmtp.Message;
import dev.automat.zmtp.Peer;
import dev.automat.zmtp.PeerListener;
import dev.automat.zmtp.ZmtpSocket;
import dev.automat.zmtp.ZmtpSocketBuilder;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The {@code poll} command. The sockets' event loops hand each line over to the command's own
 * thread, which may block on a slow terminal; while it does, the peers are not read.
 */
@Command(
        name = "poll",
        description =
                "Reads a PULL and a SUB socket of ZeroMQ side by side and prints each message with"
                        + " the socket it came from. 'automat poll-source' is a source for both."
                        + " Waits for a source that is not there, and for one that went away.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat poll",
            "  automat poll --count 10 --pull tcp://127.0.0.1:5557 --sub tcp://127.0.0.1:5556"
        })
public final class PollCommand implements Callable<Integer> {

    private static final int LINES_IN_FLIGHT = 1_024;

    private final JanusQueue<String> lines = new JanusQueue<>(LINES_IN_FLIGHT);

    @Spec private CommandSpec spec;

    @Option(
            names = "--pull",
            paramLabel = "ENDPOINT",
            defaultValue = "tcp://127.0.0.1:5557",
            converter = EndpointConverter.class,
            description = "Where the PULL socket connects to (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress pull;

    @Option(
            names = "--sub",
            paramLabel = "ENDPOINT",
            defaultValue = "tcp://127.0.0.1:5556",
            converter = EndpointConverter.class,
            description = "Where the SUB socket connects to (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress sub;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after this many messages; without it, go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
        try (var _ = open("PULL", ZmtpSocket.pull(), pull);
                var _ = open("SUB", ZmtpSocket.sub(), sub)) {
            PrintWriter out = spec.commandLine().getOut();
            // A reader that went away, as in "poll | head", ends the command.
            for (long i = 0; i < count && !out.checkError(); i++) {
                out.println(lines.blocking().take());
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private ZmtpSocket open(String name, ZmtpSocketBuilder socket, InetSocketAddress endpoint)
            throws InterruptedException {
        return Waiting.on(
                socket.connect(endpoint)
                        .onMessage((peer, message) -> receive(name, peer, message))
                        .onPeer(new Announcer(name))
                        .start());
    }

    private void receive(String socket, Peer peer, Message message) {
        var line = "%-4s %s".formatted(socket, text(message));
        if (lines.blocking().offer(line)) {
            return;
        }
        peer.pauseReading();
        var _ = lines.reactive().offer(line).doOnSuccess(_ -> peer.resumeReading()).subscribe();
    }

    private static String text(Message message) {
        return IntStream.range(0, message.parts())
                .mapToObj(message::text)
                .map(Printable::text)
                .collect(Collectors.joining(" | "));
    }

    /** Says on standard error when a source comes or goes. */
    private final class Announcer implements PeerListener {

        private final String socket;

        Announcer(String socket) {
            this.socket = socket;
        }

        @Override
        public void connected(Peer peer) {
            spec.commandLine().getErr().println(socket + " connected to " + peer.remoteAddress());
        }

        @Override
        public void disconnected(Peer peer, DisconnectReason reason) {
            spec.commandLine().getErr().println(socket + " lost " + peer.remoteAddress());
        }
    }
}
