package dev.automat.cli.patrons;

import picocli.CommandLine.Command;

/** The {@code patrons} command group. */
@Command(
        name = "patrons",
        description = "Moves patrons in and out of the patron service, a JSON object on a line.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImportCommand.class, ExportCommand.class})
public final class PatronsCommand {}
