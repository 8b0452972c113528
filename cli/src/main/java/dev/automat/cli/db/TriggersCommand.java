package dev.automat.cli.db;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a table report its changes, stops that, or looks whether it does. */
@Command(
        name = "triggers",
        description = "Installs, removes or checks the triggers that report a table's changes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "check ends with exit code 1 when a change may go unreported.",
            "",
            "Examples:",
            "  automat db triggers install orders",
            "  automat db triggers check orders && automat db watch orders"
        })
final class TriggersCommand implements Callable<Integer> {

    /** What to do with the triggers; named as on the command line. */
    enum Action {
        install,
        remove,
        check
    }

    @Spec private CommandSpec spec;
    @Mixin private ServerOption server;

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action;

    @Parameters(
            index = "1",
            paramLabel = "TABLE",
            description = "The table, with its schema if need be; its key is one column.")
    private String table;

    @Override
    public Integer call() {
        var target = server.server();
        try (var connection = target.connect()) {
            return act(new Triggers(connection));
        } catch (SQLException failure) {
            throw Triggers.explained(failure, target, table);
        }
    }

    private int act(Triggers triggers) throws SQLException {
        switch (action) {
            case install -> {
                triggers.install(table);
                say("%s reports its changes".formatted(table));
            }
            case remove -> {
                triggers.remove(table);
                say("%s does not report its changes any more".formatted(table));
            }
            case check -> {
                return report(triggers.faults(table));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private int report(List<String> faults) {
        if (faults.isEmpty()) {
            say("%s reports its changes".formatted(table));
            return CommandLine.ExitCode.OK;
        }
        faults.forEach(fault -> say("%s: %s".formatted(table, fault)));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
