package dev.automat.cli.db;

import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.Printable;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a table's changes. A lost connection ends it: what comes meanwhile would be missing. */
@Command(
        name = "watch",
        description = "Prints the changes of a table, one a line, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat db watch patron",
            "  automat db watch patron --count 1"
        })
final class WatchCommand implements Callable<Integer> {

    private static final int LOOK_AROUND_MILLIS = 500;

    @Spec private CommandSpec spec;
    @Mixin private ServerOption server;
    @Mixin private LauncherOption launcher;

    @Parameters(paramLabel = "TABLE", description = "The table, with its schema if need be.")
    private String table;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after this many changes; without it, go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    private volatile boolean isOver;

    @Override
    public Integer call() {
        var target = server.server();
        var _ = launcher.gone().thenRun(() -> isOver = true);
        try (var connection = target.connect()) {
            var triggers = new Triggers(connection);
            triggers.faults(table).forEach(this::warn);
            triggers.listen(table);
            print(connection);
        } catch (SQLException failure) {
            throw Triggers.explained(failure, target, table);
        }
        return CommandLine.ExitCode.OK;
    }

    private void warn(String fault) {
        spec.commandLine().getErr().printf("%s is not watched: %s%n", table, fault);
        spec.commandLine().getErr().flush();
    }

    private void print(Connection connection) throws SQLException {
        PrintWriter out = spec.commandLine().getOut();
        var source = connection.unwrap(PGConnection.class);
        long printed = 0;
        // A reader that went away, as in "watch | head", ends the command.
        while (printed < count && !isOver && !out.checkError()) {
            for (PGNotification change : source.getNotifications(LOOK_AROUND_MILLIS)) {
                if (printed++ < count) {
                    out.println(Printable.text(withoutProof(change.getParameter())));
                }
            }
        }
    }

    /** The event without its MAC, which says nothing to people. */
    private static String withoutProof(String event) {
        int proof = event.lastIndexOf(",\"mac\":\"");
        return proof < 0 ? event : event.substring(0, proof) + "}";
    }
}
