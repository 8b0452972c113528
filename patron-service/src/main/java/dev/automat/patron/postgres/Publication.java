package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.FeedAudit;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The publication that says which tables' changes are decoded. It is made when it is missing, with
 * whatever table it lacks, by a role that may: the owner of the tables.
 */
@Component
@ConditionalOnProperty(name = "automat.patron.changefeed.kind", havingValue = "logical")
final class Publication {

    static final String NAME = "changefeed";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final String IS_PUBLISHED =
            """
            SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = 'changefeed') AS is_there,
                   EXISTS (SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
                            WHERE p.pubname = 'changefeed' AND r.prrelid = to_regclass($1))
                       AS has_table
            """;

    /**
     * As with triggers, {@code xmin} shows what was changed and changed back. A publication with a
     * filter, a list of columns, or without one kind of change counts for nothing. When the server
     * has no limit for what a slot may keep, 1 GiB stands for it.
     */
    private static final String LOOK =
            """
            WITH published AS (
                SELECT p.oid, p.xmin AS xmin, r.oid AS relation, r.xmin AS relation_xmin, c.oid AS target,
                       c.xmin AS target_xmin,
                       p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate
                           AND to_jsonb(r) ->> 'prqual' IS NULL
                           AND to_jsonb(r) ->> 'prattrs' IS NULL
                           AND c.relpersistence = 'p' AND c.relreplident <> 'n' AS counts
                  FROM pg_publication p
                  JOIN pg_publication_rel r ON r.prpubid = p.oid
                  JOIN pg_class c ON c.oid = r.prrelid
                 WHERE p.pubname = 'changefeed' AND r.prrelid = to_regclass($1)),
            room AS (
                SELECT CASE WHEN setting::bigint > 0 THEN setting::bigint ELSE 1024 END * 1048576.0 AS bytes
                  FROM pg_settings WHERE name = 'max_slot_wal_keep_size')
            SELECT EXISTS (SELECT FROM published WHERE counts) AS complete,
                   (SELECT md5(coalesce(string_agg(format('%s %s %s %s %s %s', oid, xmin, relation,
                                                          relation_xmin, target, target_xmin), ','), ''))
                      FROM published) AS fingerprint,
                   (SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) / bytes), 0)
                      FROM pg_replication_slots, room
                     WHERE slot_name LIKE $2)::float8 AS backlog,
                   pg_current_snapshot()::text AS snapshot
            """;

    private final ConnectionFactory pool;

    Publication(ConnectionFactory pool) {
        this.pool = pool;
    }

    /** Publishes the tables that are not published yet. */
    Mono<Void> publish(Set<String> tables) {
        return Flux.fromIterable(tables).concatMap(this::publish).then();
    }

    private Mono<Void> publish(String table) {
        return Queries.run(
                        pool,
                        connection -> connection.createStatement(IS_PUBLISHED).bind(0, table),
                        row -> missing(row, table))
                .filter(statement -> !statement.isEmpty())
                .concatMap(this::run)
                .then();
    }

    private static String missing(Readable row, String table) {
        if (isTrue(row, "has_table")) {
            return "";
        }
        return isTrue(row, "is_there")
                ? "ALTER PUBLICATION changefeed ADD TABLE " + table
                : "CREATE PUBLICATION changefeed FOR TABLE " + table;
    }

    /**
     * Another instance may have been quicker; whether the table is published is looked at later.
     */
    private Mono<Void> run(String statement) {
        return Queries.run(pool, connection -> connection.createStatement(statement), _ -> true)
                .onErrorComplete(Publication::isThereAlready)
                .then();
    }

    private static boolean isThereAlready(Throwable error) {
        return error instanceof R2dbcException r2dbc
                && ("42710".equals(r2dbc.getSqlState()) || "23505".equals(r2dbc.getSqlState()));
    }

    /**
     * Waits until all transactions of before have ended, and are seen to. A slot begins behind
     * their commits in the log, and snapshots may show these only a moment later.
     */
    Mono<Void> awaitOlderTransactions() {
        return one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS number")
                .flatMap(next ->
                        one("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS number")
                                .repeatWhen(ends -> ends.delayElements(BETWEEN_LOOKS))
                                .filter(oldest -> oldest >= next)
                                .next())
                .then();
    }

    private Mono<Long> one(String statement) {
        return Queries.run(
                        pool,
                        connection -> connection.createStatement(statement),
                        row -> Objects.requireNonNull(row.get("number", Long.class)))
                .single();
    }

    /**
     * Looks whether a table's changes are decoded.
     *
     * @param slots what this feed's slots' names begin with
     */
    Mono<FeedAudit> look(String table, String slots) {
        return Queries.run(
                        pool,
                        connection ->
                                connection
                                        .createStatement(LOOK)
                                        .bind(0, table)
                                        .bind(1, slots + "%"),
                        Publication::audit)
                .single();
    }

    private static FeedAudit audit(Readable row) {
        return new FeedAudit(
                isTrue(row, "complete"),
                Objects.requireNonNull(row.get("fingerprint", String.class)),
                Objects.requireNonNull(row.get("backlog", Double.class)),
                Objects.requireNonNull(row.get("snapshot", String.class)));
    }

    private static boolean isTrue(Readable row, String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }
}
