package dev.automat.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests: one server per test JVM, started when first asked for and stopped
 * with the JVM; every call of {@link #newDatabase} gets an empty database of its own.
 *
 * <p>Commits are not flushed to disk. The data is gone with the JVM, and tests are faster for it.
 */
public final class TestPostgres {

    private static final String SUPERUSER = "postgres";
    private static final AtomicInteger CREATED = new AtomicInteger();

    private TestPostgres() {}

    /** Creates an empty database that belongs to {@link Database#user}, who is no superuser. */
    public static Database newDatabase() {
        var name = "test_" + CREATED.incrementAndGet();
        var database =
                new Database("127.0.0.1", Server.STARTED.getPort(), name, "automat", "automat");
        var maintenance = database.named(SUPERUSER);
        try (var connection = maintenance.connectAs(SUPERUSER, "");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + database.user());
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name, e);
        }
        return database;
    }

    /**
     * Where one database is and who owns it.
     *
     * @param host always the loopback address
     * @param port the server's TCP port, another one in each test JVM
     * @param name the database's name
     * @param user its owner
     * @param password the owner's password
     */
    public record Database(String host, int port, String name, String user, String password) {

        /** The URL for JDBC, without user and password. */
        public String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name;
        }

        /** The URL for R2DBC, without user and password. */
        public String r2dbcUrl() {
            return "r2dbc:postgresql://" + host + ":" + port + "/" + name;
        }

        /** Opens a connection as the owner, in autocommit mode; the caller closes it. */
        public Connection connect() throws SQLException {
            return connectAs(user, password);
        }

        /** Opens a connection as the superuser; the caller closes it. */
        public Connection connectAsSuperuser() throws SQLException {
            return connectAs(SUPERUSER, "");
        }

        /** Opens a connection as somebody else; the caller closes it. */
        public Connection connectAs(String role, String rolePassword) throws SQLException {
            return DriverManager.getConnection(jdbcUrl(), role, rolePassword);
        }

        /** Runs statements as the owner, each in a transaction of its own. */
        public void execute(String... statements) {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("Failed in database " + name, e);
            }
        }

        private Database named(String other) {
            return new Database(host, port, other, user, password);
        }
    }

    /** Loaded, and with it the server started, by the first call only. */
    private static final class Server {

        static final EmbeddedPostgres STARTED = start();

        private static EmbeddedPostgres start() {
            try {
                // The machine's locale would decide about encoding and sort order.
                var server =
                        EmbeddedPostgres.builder()
                                .setLocaleConfig("locale", "C.UTF-8")
                                .setPGStartupWait(Duration.ofSeconds(60))
                                .start();
                createOwner(server);
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot start PostgreSQL", e);
            }
        }

        private static void createOwner(EmbeddedPostgres server) {
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE ROLE automat LOGIN PASSWORD 'automat'");
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot create the role automat", e);
            }
        }
    }
}
