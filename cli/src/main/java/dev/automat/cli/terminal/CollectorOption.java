package dev.automat.cli.terminal;

import dev.automat.reporter.ReporterListener;
import dev.automat.reporter.ReporterOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of commands that report to the metrics collector. */
public final class CollectorOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--endpoint",
            paramLabel = "ENDPOINT",
            defaultValue = ReporterOptions.DEFAULT_ENDPOINT,
            converter = EndpointConverter.class,
            description = "Where the collector listens (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress endpoint;

    /**
     * How to report.
     *
     * @param name of the series on the charts
     * @param interval from one sample to the next
     * @throws ParameterException when the reporter does not take the name or the interval
     */
    public ReporterOptions reporting(String name, Duration interval) {
        try {
            return ReporterOptions.named(name)
                    .withEndpoint(
                            "tcp://%s:%d".formatted(endpoint.getHostString(), endpoint.getPort()))
                    .withInterval(interval)
                    .withListener(new Announcer());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Says on standard error when the collector comes or goes. */
    private final class Announcer implements ReporterListener {

        @Override
        public void connected() {
            command.commandLine().getErr().println("The collector listens");
        }

        @Override
        public void disconnected(String why) {
            command.commandLine().getErr().println("The collector is not there (" + why + ")");
        }
    }
}
