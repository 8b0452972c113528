package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.FeedAudit;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks at the catalogue rows of a table's triggers, their functions and the table itself. A row's
 * {@code xmin} is the transaction that wrote it, so that switching a trigger off and on again
 * between two looks shows as well. A trigger counts only if it fires always, for every row, and
 * whatever the columns.
 */
@Component
@ConditionalOnProperty(
        name = "automat.patron.changefeed.kind",
        havingValue = "notify",
        matchIfMissing = true)
final class TriggerAudit {

    private static final String LOOK =
            """
            WITH target (id) AS (SELECT to_regclass($1)::oid),
            watch AS (
                SELECT t.oid, t.xmin, t.tgenabled,
                       t.tgenabled = 'A' AND t.tgqual IS NULL AND t.tgattr = ''::int2vector
                           AND f.pronamespace = to_regnamespace('changefeed') AS counts,
                       f.proname, t.tgtype
                  FROM target
                  JOIN pg_trigger t ON t.tgrelid = target.id AND NOT t.tgisinternal
                  JOIN pg_proc f ON f.oid = t.tgfoid
            ),
            part (line) AS (
                SELECT format('trigger %s %s %s', oid, xmin, tgenabled) FROM watch
                UNION ALL
                SELECT format('function %s %s', oid, xmin)
                  FROM pg_proc WHERE pronamespace = to_regnamespace('changefeed')
                UNION ALL
                SELECT format('table %s %s', c.oid, c.xmin) FROM target JOIN pg_class c ON c.oid = id
            )
            SELECT EXISTS (SELECT FROM watch
                            WHERE counts AND proname = 'row_changed' AND tgtype & 31 = 29)
                       AND EXISTS (SELECT FROM watch
                                    WHERE counts AND proname = 'table_emptied'
                                      AND tgtype & 32 = 32) AS complete,
                   (SELECT md5(coalesce(string_agg(line, ',' ORDER BY line), '')) FROM part)
                       AS fingerprint,
                   pg_notification_queue_usage() AS backlog
            """;

    private final ConnectionFactory pool;

    TriggerAudit(ConnectionFactory pool) {
        this.pool = pool;
    }

    Mono<FeedAudit> look(String table) {
        return Queries.run(
                        pool,
                        connection -> connection.createStatement(LOOK).bind(0, table),
                        TriggerAudit::audit)
                .single();
    }

    private static FeedAudit audit(Readable row) {
        return new FeedAudit(
                Objects.requireNonNull(row.get("complete", Boolean.class)),
                Objects.requireNonNull(row.get("fingerprint", String.class)),
                Objects.requireNonNull(row.get("backlog", Double.class)));
    }
}
