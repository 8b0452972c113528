package dev.automat.patron.cache;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronDatabase;
import dev.automat.patron.patron.DatabaseUnavailableException;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server, one instance behind proxies, and rows of their own for each test. */
final class FaultScene implements AutoCloseable {

    static final String LARGE = "SPAM ".repeat(1_800);

    private static final AtomicLong IDS = new AtomicLong(1_000);

    private final OwnPostgres server;
    private final CheckedInstance instance;

    private FaultScene(OwnPostgres server, CheckedInstance instance) {
        this.server = server;
        this.instance = instance;
    }

    static FaultScene set() {
        QuietLog.begin();
        var server =
                OwnPostgres.start(
                        Map.of(
                                "max_prepared_transactions", "5",
                                "max_notify_queue_pages", "2000",
                                "wal_level", "logical"));
        return on(server);
    }

    private static FaultScene on(OwnPostgres server, String... properties) {
        var database = PatronDatabase.at(server.database());
        return new FaultScene(server, CheckedInstance.start(database, Set.of(), properties));
    }

    /** The same server with another instance, which ends when this is closed. */
    FaultScene withAnother(String... properties) {
        return on(server, properties);
    }

    OwnPostgres server() {
        return server;
    }

    CheckedInstance instance() {
        return instance;
    }

    /** A new row, made past the instance. */
    long row(String dish) {
        long id = IDS.incrementAndGet();
        sql(
                "INSERT INTO patron (id, name, fav_dish) VALUES (%d, 'Carol', '%s')"
                        .formatted(id, dish));
        return id;
    }

    /** A new row that the instance answers from its cache. */
    long cachedRow(String dish) {
        long id = row(dish);
        awaitHit(id, dish);
        return id;
    }

    /** An id without a row. */
    long nobody() {
        return IDS.incrementAndGet();
    }

    void update(long id, String dish) {
        sql("UPDATE patron SET fav_dish = '%s' WHERE id = %d".formatted(dish, id));
    }

    void sql(String... statements) {
        server.database().execute(statements);
    }

    void inOneTransaction(List<String> statements) throws SQLException {
        try (var connection = server.database().connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    /** Statements that change a row to v1, back to v0 and to v1 again. */
    static List<String> thereAndBack(long id) {
        return Stream.of("v1", "v0", "v1")
                .map(dish -> "UPDATE patron SET fav_dish = '%s' WHERE id = %d".formatted(dish, id))
                .toList();
    }

    /** Statements that delete a row, make it again as it was, and delete it again. */
    static List<String> goneAndGoneAgain(long id) {
        return List.of(
                "DELETE FROM patron WHERE id = " + id,
                "INSERT INTO patron VALUES (" + id + ", 'Carol', 'v0')",
                "DELETE FROM patron WHERE id = " + id);
    }

    void asSuperuser(String... statements) {
        server.asSuperuser("patrons", statements);
    }

    long count(String select) {
        try (var connection = server.database().connectAsSuperuser();
                var rows = connection.createStatement().executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Lookup read(long id) {
        return Objects.requireNonNull(instance.patrons().find(id).block(Duration.ofSeconds(20)));
    }

    /** Connections that were just reset may be found dead by a read: the next one gets another. */
    private Lookup readOnceItAnswers(long id) {
        try {
            return read(id);
        } catch (DatabaseUnavailableException e) {
            throw new AssertionError("No answer yet", e);
        }
    }

    CompletableFuture<Lookup> startReading(long id) {
        return instance.patrons().find(id).toFuture();
    }

    static @Nullable String dish(Lookup lookup) {
        Patron patron = lookup.patron();
        return patron == null ? null : patron.favDish();
    }

    /** Waits until the cache answers, and answers this. */
    void awaitHit(long id, @Nullable String dish) {
        eventually(() -> {
            var lookup = readOnceItAnswers(id);
            assertThat(dish(lookup)).isEqualTo(dish);
            assertThat(lookup.source()).isEqualTo(Lookup.Source.HIT);
        });
    }

    /** Waits until the database answers, and answers this. */
    void awaitBypass(long id, @Nullable String dish) {
        eventually(() -> {
            var lookup = readOnceItAnswers(id);
            assertThat(lookup.source()).isEqualTo(Lookup.Source.BYPASS);
            assertThat(dish(lookup)).isEqualTo(dish);
        });
    }

    /** Waits until the instance has heard more than before. */
    void awaitEvents(long before, long more) {
        eventually(() -> assertThat(events()).isGreaterThanOrEqualTo(before + more));
    }

    /** How many events there were before now: a proof comes behind all that were committed. */
    long eventsOfBefore() {
        instance.awaitProof();
        return events();
    }

    long events() {
        return instance.status().events();
    }

    @Override
    public void close() throws IOException {
        instance.close();
        server.close();
        QuietLog.end();
    }
}
