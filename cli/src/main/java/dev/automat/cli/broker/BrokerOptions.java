package dev.automat.cli.broker;

import dev.automat.brokerclient.BrokerClient;
import dev.automat.brokerclient.BrokerException;
import dev.automat.brokerclient.ClientOptions;
import dev.automat.brokerclient.ConnectionObserver;
import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which broker, which channel, and what to do without a connection. */
final class BrokerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin private BrokerAddress address;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            defaultValue = "/topic/demo",
            description = {
                "The channel (default: ${DEFAULT-VALUE}). A message to /queue... goes to one"
                        + " listener, one to any other channel to all of them."
            })
    private String channel;

    @Option(
            names = "--reconnect",
            description = "Wait for a broker that is not there, and for one that went away.")
    private boolean reconnects;

    String channel() {
        return channel;
    }

    /**
     * Connects to the broker.
     *
     * @param subscription the channel to receive from
     * @throws CommandFailedException when there is no broker, unless told to wait for one
     */
    BrokerClient connect(String subscription) {
        var options = ClientOptions.defaults().withObserver(new Announcer());
        try {
            return BrokerClient.connect(
                    address.host(),
                    address.port(),
                    subscription,
                    reconnects ? options.reconnecting() : options);
        } catch (BrokerException failure) {
            throw failed(failure);
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(command.commandLine(), malformed.getMessage(), malformed);
        }
    }

    static CommandFailedException failed(BrokerException failure) {
        var cause = failure.getCause();
        var reason = cause == null ? "" : " (" + cause.getMessage() + ")";
        return new CommandFailedException(failure.getMessage() + reason, failure);
    }

    /** Tells on standard error what standard output should not be mixed with. */
    private final class Announcer implements ConnectionObserver {

        @Override
        public void connected() {
            err().println(
                            "Connected to the broker at %s:%d"
                                    .formatted(address.host(), address.port()));
        }

        @Override
        public void lost(IOException cause, Duration nextAttempt) {
            err().println(
                            "No broker at %s:%d (%s); next try in %d ms"
                                    .formatted(
                                            address.host(),
                                            address.port(),
                                            cause.getMessage(),
                                            nextAttempt.toMillis()));
        }

        private PrintWriter err() {
            return command.commandLine().getErr();
        }
    }
}
