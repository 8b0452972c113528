package dev.automat.patron.postgres;

import dev.automat.patron.patron.DatabaseUnavailableException;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.PatronRepository;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Patrons in the table {@code patron}. Each call is one statement and its own transaction at READ
 * COMMITTED: a cache is filled from here, and an older snapshot would fill it with the past.
 */
@Component("database")
final class PostgresPatrons implements PatronRepository {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DatabaseClient client;

    PostgresPatrons(DatabaseClient client) {
        this.client = client;
    }

    @Override
    public Mono<Lookup> find(long id) {
        return findInDatabase(id);
    }

    @Override
    public Mono<Lookup> findInDatabase(long id) {
        return client.sql("SELECT id, name, fav_dish FROM patron WHERE id = $1")
                .bind(0, id)
                .map(PostgresPatrons::patron)
                .one()
                .map(patron -> new Lookup(patron, Lookup.Source.BYPASS))
                .defaultIfEmpty(new Lookup(null, Lookup.Source.BYPASS))
                .transform(PostgresPatrons::guard);
    }

    @Override
    public Mono<List<Patron>> page(long after, int limit) {
        return client.sql(
                        "SELECT id, name, fav_dish FROM patron WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(0, after)
                .bind(1, limit)
                .map(PostgresPatrons::patron)
                .all()
                .collectList()
                .transform(PostgresPatrons::guard);
    }

    private static Patron patron(Readable row) {
        return new Patron(
                Objects.requireNonNull(row.get("id", Long.class)),
                Objects.requireNonNull(row.get("name", String.class)),
                Objects.requireNonNull(row.get("fav_dish", String.class)));
    }

    @Override
    public Mono<Long> create(PatronDraft draft) {
        return client.sql("INSERT INTO patron (name, fav_dish) VALUES ($1, $2) RETURNING id")
                .bind(0, draft.name())
                .bind(1, draft.favDish())
                .map(row -> Objects.requireNonNull(row.get("id", Long.class)))
                .one()
                .transform(PostgresPatrons::guard);
    }

    @Override
    public Mono<Boolean> replace(long id, PatronDraft draft) {
        return client.sql("UPDATE patron SET name = $2, fav_dish = $3 WHERE id = $1")
                .bind(0, id)
                .bind(1, draft.name())
                .bind(2, draft.favDish())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0)
                .transform(PostgresPatrons::guard);
    }

    @Override
    public Mono<Boolean> delete(long id) {
        return client.sql("DELETE FROM patron WHERE id = $1")
                .bind(0, id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0)
                .transform(PostgresPatrons::guard);
    }

    /** Limits the time and keeps the driver's exceptions from those above. */
    private static <T> Mono<T> guard(Mono<T> answer) {
        return answer.timeout(PATIENCE)
                .onErrorMap(PostgresPatrons::isUnavailable, DatabaseUnavailableException::new);
    }

    private static boolean isUnavailable(Throwable error) {
        return error instanceof NonTransientDataAccessResourceException
                || error instanceof TransientDataAccessException
                || error instanceof TimeoutException;
    }
}
