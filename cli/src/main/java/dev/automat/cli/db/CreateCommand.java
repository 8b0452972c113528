package dev.automat.cli.db;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        description = "Creates a database on a running server.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat db create shop",
            "  automat db create shop --url postgresql://me:secret@127.0.0.1:5432/postgres"
        })
final class CreateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ServerOption server;

    @Parameters(paramLabel = "NAME", description = "The database's name.")
    private String name;

    @Override
    public Integer call() {
        new Databases(server.server()).create(name);
        spec.commandLine().getOut().println("Created database " + name);
        return CommandLine.ExitCode.OK;
    }
}
