package dev.automat.cli.db;

import picocli.CommandLine.Command;

/** The {@code db} command group. */
@Command(
        name = "db",
        description = "Runs PostgreSQL without installing it, and manages databases.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            CreateCommand.class,
            DropCommand.class,
            DemoCommand.class,
            WatchCommand.class,
            TriggersCommand.class
        })
public final class DbCommand {}
