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
import java.util.List;
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
        synopsisSubcommandLabel = "COMMAND")
final class Automat {

    /** In the order of the help text. */
    static final List<String> COMMANDS =
            List.of(
                    "up",
                    "status",
                    "demo",
                    "backend",
                    "bench",
                    "db",
                    "hello",
                    "janus",
                    "listen",
                    "patrons",
                    "poll",
                    "poll-source",
                    "rehearse",
                    "report",
                    "send",
                    "top",
                    "help");

    private Automat() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments the command's name, then its options
     */
    public static void main(String[] arguments) {
        int exitCode = commandLine(arguments).execute(arguments);
        System.exit(exitCode);
    }

    /**
     * The command line for some arguments. A command that they name is the only one that it knows,
     * since to describe all of them is most of the work of a small one.
     */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new Automat());
        named(arguments).forEach(name -> line.addSubcommand(name, command(name)));
        return line.setParameterExceptionHandler(Automat::explainUsage)
                .setExecutionExceptionHandler(Automat::explainFailure);
    }

    private static List<String> named(String... arguments) {
        boolean isCommand =
                arguments.length > 0
                        && COMMANDS.contains(arguments[0])
                        && !arguments[0].equals("help");
        return isCommand ? List.of(arguments[0]) : COMMANDS;
    }

    private static Class<?> command(String name) {
        return switch (name) {
            case "up" -> UpCommand.class;
            case "status" -> StatusCommand.class;
            case "demo" -> DemoCommand.class;
            case "backend" -> BackendCommand.class;
            case "bench" -> BenchCommand.class;
            case "db" -> DbCommand.class;
            case "hello" -> HelloCommand.class;
            case "janus" -> JanusCommand.class;
            case "listen" -> ListenCommand.class;
            case "patrons" -> PatronsCommand.class;
            case "poll" -> PollCommand.class;
            case "poll-source" -> PollSourceCommand.class;
            case "rehearse" -> RehearseCommand.class;
            case "report" -> ReportCommand.class;
            case "send" -> SendCommand.class;
            case "top" -> TopCommand.class;
            case "help" -> HelpCommand.class;
            default -> throw new IllegalArgumentException(name);
        };
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
