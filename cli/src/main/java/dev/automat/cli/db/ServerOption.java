package dev.automat.cli.db;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names the server to work on. */
final class ServerOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = Server.DEFAULT_URL,
            converter = Server.Converter.class,
            description = "Server, role and password (default: ${DEFAULT-VALUE}).")
    private Server server;

    Server server() {
        return server;
    }

    boolean isGiven() {
        return command.commandLine().getParseResult().hasMatchedOption("--url");
    }
}
