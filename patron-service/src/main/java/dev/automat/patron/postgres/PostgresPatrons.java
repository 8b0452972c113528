package dev.automat.patron.postgres;

import dev.automat.patron.patron.Creation;
import dev.automat.patron.patron.IdempotencyKey;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.Precondition;
import dev.automat.patron.patron.WriteOutcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Patrons in the table {@code patron}. Each statement is its own transaction at READ COMMITTED: a
 * cache is filled from here, and an older snapshot would fill it with the past.
 */
@Component("database")
final class PostgresPatrons implements PatronRepository {

    private static final String UPDATE =
            "UPDATE patron SET name = coalesce($2, name), fav_dish = coalesce($3, fav_dish)"
                    + " WHERE id = $1";
    private static final String DELETE = "DELETE FROM patron WHERE id = $1";

    private final DatabaseClient client;
    private final IdempotentInsert idempotentInsert;
    private final GatheredReads reads;
    private final GatheredUpdates updates;
    private final GatheredInserts inserts;

    PostgresPatrons(DatabaseClient client, ChangeFeedProperties feed, MeterRegistry meters) {
        this.client = client;
        var isLogical = feed.kind() == ChangeFeedProperties.Kind.LOGICAL;
        this.reads =
                new GatheredReads(
                        client,
                        sizes(meters, "read.ids", "Reads that one statement answered"),
                        isLogical);
        this.updates =
                new GatheredUpdates(
                        client,
                        sizes(meters, "update.ids", "Changes that one statement made"),
                        this::updateAlone);
        this.inserts =
                new GatheredInserts(
                        client,
                        sizes(meters, "insert.rows", "Rows that one statement created"),
                        this::createAlone);
        this.idempotentInsert = new IdempotentInsert(client);
    }

    private static DistributionSummary sizes(MeterRegistry meters, String name, String meaning) {
        return DistributionSummary.builder("patron.database." + name)
                .description(meaning)
                .register(meters);
    }

    @Override
    public Mono<Lookup> find(long id) {
        return findInDatabase(id);
    }

    @Override
    public Mono<Lookup> findInDatabase(long id) {
        return reads.read(id);
    }

    @Override
    public Mono<Long> create(PatronDraft draft) {
        return inserts.insert(draft);
    }

    private Mono<Long> createAlone(PatronDraft draft) {
        return client.sql("INSERT INTO patron (name, fav_dish) VALUES ($1, $2) RETURNING id")
                .bind(0, draft.name())
                .bind(1, draft.favDish())
                .map(row -> Objects.requireNonNull(row.get("id", Long.class)))
                .one()
                .transform(DatabaseAnswer::guard);
    }

    @Override
    public Mono<Creation> createOnce(IdempotencyKey key, PatronDraft draft) {
        return idempotentInsert.run(key, draft).transform(DatabaseAnswer::guard);
    }

    @Override
    public Mono<WriteOutcome> update(long id, PatronPatch patch, Precondition precondition) {
        var tags = precondition.tags();
        return tags == null
                ? updates.update(id, patch)
                : conditional(patched(onlyIf(UPDATE, 4), id, patch).bind(3, array(tags)))
                        .transform(DatabaseAnswer::guard);
    }

    private Mono<WriteOutcome> updateAlone(long id, PatronPatch patch) {
        return unconditional(patched(UPDATE, id, patch)).transform(DatabaseAnswer::guard);
    }

    private GenericExecuteSpec patched(String sql, long id, PatronPatch patch) {
        var statement = client.sql(sql).bind(0, id);
        return bind(bind(statement, 1, patch.name()), 2, patch.favDish());
    }

    private static GenericExecuteSpec bind(
            GenericExecuteSpec statement, int index, @Nullable String text) {
        return text == null ? statement.bindNull(index, String.class) : statement.bind(index, text);
    }

    @Override
    public Mono<WriteOutcome> delete(long id, Precondition precondition) {
        var tags = precondition.tags();
        return (tags == null
                        ? unconditional(client.sql(DELETE).bind(0, id))
                        : conditional(
                                client.sql(onlyIf(DELETE, 2)).bind(0, id).bind(1, array(tags))))
                .transform(DatabaseAnswer::guard);
    }

    private static Mono<WriteOutcome> unconditional(GenericExecuteSpec write) {
        return write.fetch()
                .rowsUpdated()
                .map(rows -> rows > 0 ? WriteOutcome.WRITTEN : WriteOutcome.MISSING);
    }

    /** Compares and writes in one statement, so that nobody gets in between. */
    private static String onlyIf(String write, int parameter) {
        return """
        WITH written AS (%s AND patron_tag(name, fav_dish) = ANY ($%d) RETURNING id)
        SELECT EXISTS (SELECT FROM written) AS is_written,
               EXISTS (SELECT FROM patron WHERE id = $1) AS is_there
        """
                .formatted(write, parameter);
    }

    private static String[] array(List<String> tags) {
        return tags.toArray(String[]::new);
    }

    private static Mono<WriteOutcome> conditional(GenericExecuteSpec write) {
        return write.map(PostgresPatrons::outcome).one();
    }

    private static WriteOutcome outcome(Readable row) {
        if (isTrue(row, "is_written")) {
            return WriteOutcome.WRITTEN;
        }
        return isTrue(row, "is_there") ? WriteOutcome.REFUSED : WriteOutcome.MISSING;
    }

    private static boolean isTrue(Readable row, String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }
}
