package dev.automat.cli.db;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "drop",
        description = "Drops a database, with all that is in it, from a running server.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  automat db drop shop"})
final class DropCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ServerOption server;

    @Parameters(paramLabel = "NAME", description = "The database's name.")
    private String name;

    @Option(names = "--force", description = "Disconnect those who use the database.")
    private boolean force;

    @Override
    public Integer call() {
        new Databases(server.server()).drop(name, force);
        spec.commandLine().getOut().println("Dropped database " + name);
        return CommandLine.ExitCode.OK;
    }
}
