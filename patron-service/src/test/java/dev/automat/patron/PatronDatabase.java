package dev.automat.patron;

import dev.automat.test.TestPostgres;
import java.util.List;

/** A database for instances of the service: an empty one on the tests' PostgreSQL server. */
public final class PatronDatabase {

    private final TestPostgres.Database database;

    private PatronDatabase(TestPostgres.Database database) {
        this.database = database;
    }

    /** Creates an empty database; the first instance that starts on it makes its schema. */
    public static PatronDatabase create() {
        return new PatronDatabase(TestPostgres.newDatabase());
    }

    /** A database of a server that a test runs for itself. */
    public static PatronDatabase at(TestPostgres.Database database) {
        return new PatronDatabase(database);
    }

    /** The same database as seen through a proxy that listens on a port of the loopback address. */
    public PatronDatabase behind(int port) {
        return new PatronDatabase(
                new TestPostgres.Database(
                        database.host(),
                        port,
                        database.name(),
                        database.user(),
                        database.password()));
    }

    /** Where it is, and who owns it. */
    public TestPostgres.Database location() {
        return database;
    }

    /** Runs statements past the service, each in a transaction of its own. */
    public void execute(String... statements) {
        database.execute(statements);
    }

    List<String> properties() {
        return List.of(
                "spring.r2dbc.url=" + database.r2dbcUrl(),
                "spring.r2dbc.username=" + database.user(),
                "spring.r2dbc.password=" + database.password(),
                "spring.flyway.url=" + database.jdbcUrl(),
                "spring.flyway.user=" + database.user(),
                "spring.flyway.password=" + database.password());
    }
}
