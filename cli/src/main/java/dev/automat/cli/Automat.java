package dev.automat.cli;

import dev.automat.cli.backend.BackendCommand;
import dev.automat.cli.bench.BenchCommand;
import dev.automat.cli.broker.ListenCommand;
import dev.automat.cli.broker.SendCommand;
import dev.automat.cli.db.DbCommand;
import dev.automat.cli.demo.DemoCommand;
import dev.automat.cli.hello.HelloCommand;
import dev.automat.cli.janus.JanusCommand;
import dev.automat.cli.launch.StatusCommand;
import dev.automat.cli.launch.UpCommand;
import dev.automat.cli.patrons.PatronsCommand;
import dev.automat.cli.poll.PollCommand;
import dev.automat.cli.poll.PollSourceCommand;
import dev.automat.cli.report.ReportCommand;
import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.top.TopCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The {@code automat} command.
 *
 * <p>Exit codes are the usual ones: 0 success, 1 failure, 2 wrong usage. Colours appear on a
 * terminal only, and never when {@code NO_COLOR} is set.
 */
@Command(
        name = "automat",
        description = "Runs the Automat suite and speaks with its services.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            BackendCommand.class,
            BenchCommand.class,
            DbCommand.class,
            HelloCommand.class,
            JanusCommand.class,
            ListenCommand.class,
            PatronsCommand.class,
            PollCommand.class,
            PollSourceCommand.class,
            ReportCommand.class,
            SendCommand.class,
            TopCommand.class,
            HelpCommand.class,
        })
final class Automat {

    private Automat() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments the command's name, then its options
     */
    public static void main(String[] arguments) {
        int exitCode = commandLine().execute(arguments);
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Automat())
                .setParameterExceptionHandler(Automat::explainUsage)
                .setExecutionExceptionHandler(Automat::explainFailure);
    }

    private static int explainUsage(CommandLine.ParameterException failure, String[] arguments) {
        var command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("automat: " + failure.getMessage()));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int explainFailure(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        String message =
                failure instanceof CommandFailedException expected
                        ? expected.getMessage()
                        : failure + " (AUTOMAT_DEBUG=1 shows where)";
        err.println(command.getColorScheme().errorText("automat: " + message));
        if (System.getenv("AUTOMAT_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
