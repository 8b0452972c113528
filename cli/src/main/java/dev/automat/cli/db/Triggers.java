package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The triggers that report a table's changes: the schema {@code changefeed} has all they need. */
final class Triggers {

    private static final String RAISED = "P0001";

    private final Connection connection;

    Triggers(Connection connection) {
        this.connection = connection;
    }

    void install(String table) throws SQLException {
        run("SELECT changefeed.watch(?::regclass)", table);
    }

    void remove(String table) throws SQLException {
        run("SELECT changefeed.unwatch(?::regclass)", table);
    }

    /** What keeps changes of the table from being reported; empty when nothing does. */
    List<String> faults(String table) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT * FROM changefeed.faults(?::regclass)")) {
            statement.setString(1, table);
            var faults = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    faults.add(rows.getString(1));
                }
            }
            return faults;
        }
    }

    /** Listens to the table's changes on this connection. */
    void listen(String table) throws SQLException {
        try (var statement =
                        connection.prepareStatement(
                                "SELECT 'chan_' || relname FROM pg_class WHERE oid = ?::regclass");
                var listen = connection.createStatement()) {
            statement.setString(1, table);
            try (var row = statement.executeQuery()) {
                row.next();
                listen.execute("LISTEN " + listen.enquoteIdentifier(row.getString(1), true));
            }
        }
    }

    private void run(String sql, String table) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            statement.execute();
        }
    }

    /** Says in words what the server did not like. */
    static CommandFailedException explained(SQLException failure, Server server, String table) {
        var text =
                switch (String.valueOf(failure.getSQLState())) {
                    case "42P01" -> "Table '%s' does not exist on %s".formatted(table, server);
                    case "3F000", "42883" ->
                            "%s has no change feed yet; patron-service makes it when it starts there"
                                    .formatted(server);
                    case RAISED -> firstLine(failure);
                    case "42501" ->
                            "Role '%s' may not do that; the table's owner may"
                                    .formatted(server.user());
                    default -> "";
                };
        return text.isEmpty()
                ? new Databases(server).explained(failure, server.database())
                : new CommandFailedException(text, failure);
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^ERROR: ", "");
    }
}
