package dev.automat.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import picocli.CommandLine;

/** Runs commands in the test's own process and keeps what they print. */
public final class CommandRun {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** What was printed so far. */
    public String out() {
        return out.toString();
    }

    /** What was printed to standard error so far. */
    public String err() {
        return err.toString();
    }

    /**
     * Runs a command; when it fails, its message goes to standard error.
     *
     * @return the exit code
     */
    public int execute(Object command, Collection<String> arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments.toArray(String[]::new));
    }
}
