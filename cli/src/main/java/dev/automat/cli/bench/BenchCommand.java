package dev.automat.cli.bench;

import picocli.CommandLine.Command;

/** The {@code bench} command. */
@Command(
        name = "bench",
        description = "Measures what a service reaches.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BrokerBenchCommand.class)
public final class BenchCommand {}
