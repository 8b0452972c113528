package dev.automat.patron.postgres;

import dev.automat.patron.patron.Creation;
import dev.automat.patron.patron.IdempotencyKey;
import dev.automat.patron.patron.IdempotencyKeyReusedException;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.Representation;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Creates a patron and the row that remembers its key in one statement: there is never one without
 * the other. Each also removes two keys that are older than a day, so that they do not pile up.
 */
final class IdempotentInsert {

    private static final String INSERT =
            """
            WITH expired AS (
                DELETE FROM patron_idempotency
                 WHERE key IN (SELECT key FROM patron_idempotency
                                WHERE created_at < now() - interval '24 hours' AND key <> $1
                                ORDER BY created_at LIMIT 2 FOR UPDATE SKIP LOCKED)),
            created AS (INSERT INTO patron (name, fav_dish) VALUES ($3, $4) RETURNING id)
            INSERT INTO patron_idempotency (key, request, patron_id)
            SELECT $1, $2, id FROM created
            RETURNING patron_id, request
            """;
    private static final String SELECT =
            "SELECT patron_id, request FROM patron_idempotency WHERE key = $1";

    private final DatabaseClient client;

    IdempotentInsert(DatabaseClient client) {
        this.client = client;
    }

    Mono<Creation> run(IdempotencyKey key, PatronDraft draft) {
        var request = Representation.tag(draft.name(), draft.favDish());
        return client.sql(INSERT)
                .bind(0, key.text())
                .bind(1, request)
                .bind(2, draft.name())
                .bind(3, draft.favDish())
                .map(row -> new Creation(id(row), false))
                .one()
                // Whoever had the key first has committed by now: the insert waited for that.
                .onErrorResume(DuplicateKeyException.class, cause -> replay(key, request, cause));
    }

    private Mono<Creation> replay(IdempotencyKey key, String request, DuplicateKeyException cause) {
        return client.sql(SELECT)
                .bind(0, key.text())
                .map(row -> replayed(row, request))
                .one()
                // Another key of the table was taken.
                .switchIfEmpty(Mono.error(cause));
    }

    private static Creation replayed(Readable row, String request) {
        if (!request.equals(row.get("request", String.class))) {
            throw new IdempotencyKeyReusedException();
        }
        return new Creation(id(row), true);
    }

    private static long id(Readable row) {
        return Objects.requireNonNull(row.get("patron_id", Long.class));
    }
}
