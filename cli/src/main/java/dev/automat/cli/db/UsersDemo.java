package dev.automat.cli.db;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;

/** The life of one row in a table of users, printed step by step. */
final class UsersDemo {

    private final PrintWriter out;

    UsersDemo(PrintWriter out) {
        this.out = out;
    }

    void run(Connection connection) throws SQLException {
        createTable(connection);
        long id = insert(connection, "Alice", "alice@example.org");
        show(connection, "After the insert:");
        update(connection, id, "alice@example.net");
        show(connection, "After the update:");
        delete(connection, id);
        show(connection, "After the delete:");
    }

    private void createTable(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE users (
                        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        name text NOT NULL,
                        email text NOT NULL UNIQUE)
                    """);
        }
        out.println("Created table users");
    }

    private static long insert(Connection connection, String name, String email)
            throws SQLException {
        var sql = "INSERT INTO users (name, email) VALUES (?, ?) RETURNING id";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, email);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong("id");
            }
        }
    }

    private static void update(Connection connection, long id, String email) throws SQLException {
        var sql = "UPDATE users SET email = ? WHERE id = ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, email);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    private static void delete(Connection connection, long id) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM users WHERE id = ?")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private void show(Connection connection, String title) throws SQLException {
        out.println(title);
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT id, name, email FROM users ORDER BY id")) {
            boolean isEmpty = true;
            for (; rows.next(); isEmpty = false) {
                out.printf(
                        "  id=%d name=%s email=%s%n",
                        rows.getLong("id"), rows.getString("name"), rows.getString("email"));
            }
            if (isEmpty) {
                out.println("  no rows");
            }
        }
    }
}
