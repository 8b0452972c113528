package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import java.sql.Connection;
import java.sql.SQLException;

/** Creates and drops databases, and says in words what the server did not like. */
final class Databases {

    private final Server server;

    Databases(Server server) {
        this.server = server;
    }

    void create(String name) {
        try (var connection = server.connect()) {
            execute(connection, "CREATE DATABASE " + quoted(connection, name));
        } catch (SQLException failure) {
            throw explained(failure, name);
        }
    }

    /**
     * Drops a database.
     *
     * @param force also when somebody is connected to it, who is then disconnected
     */
    void drop(String name, boolean force) {
        try (var connection = server.connect()) {
            var options = force ? " WITH (FORCE)" : "";
            execute(connection, "DROP DATABASE " + quoted(connection, name) + options);
        } catch (SQLException failure) {
            throw explained(failure, name);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.enquoteIdentifier(name, true);
        }
    }

    /** Translates a failure of the driver or the server. */
    CommandFailedException explained(SQLException failure, String name) {
        var state = String.valueOf(failure.getSQLState());
        var text =
                switch (state) {
                    case "42P04" -> "Database '%s' exists already".formatted(name);
                    case "3D000" -> missing(failure, name);
                    case "55006" ->
                            "Database '%s' is in use; --force disconnects its users"
                                    .formatted(name);
                    case "42501" -> "Role '%s' may not do that".formatted(server.user());
                    case "28P01", "28000" ->
                            "%s refuses role '%s' or its password".formatted(server, server.user());
                    default ->
                            state.startsWith("08")
                                    ? "No PostgreSQL answers at %s; 'automat db serve' starts one"
                                            .formatted(server)
                                    : "PostgreSQL says: " + failure.getMessage();
                };
        return new CommandFailedException(text, failure);
    }

    private String missing(SQLException failure, String name) {
        // The same state tells of the database to drop and of the one to connect to.
        var message = String.valueOf(failure.getMessage());
        var absent = message.contains('"' + name + '"') ? name : server.database();
        return "Database '%s' does not exist on %s".formatted(absent, server);
    }
}
