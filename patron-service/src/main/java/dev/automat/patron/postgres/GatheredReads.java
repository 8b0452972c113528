package dev.automat.patron.postgres;

import static java.util.stream.Collectors.groupingBy;

import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import io.micrometer.core.instrument.DistributionSummary;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Reads rows by id, those asked for at once together. */
final class GatheredReads {

    private static final String SELECT =
            "SELECT id, name, fav_dish FROM patron WHERE id = ANY ($1)";

    /** The same, and which transactions the answer shows; one row at least. */
    private static final String SELECT_WITH_SNAPSHOT =
            """
            SELECT id, name, fav_dish, snapshot
              FROM (SELECT pg_current_snapshot()::text AS snapshot) AS now
              LEFT JOIN patron ON id = ANY ($1)
            """;

    private static final int MOST_STATEMENTS = 3;
    private static final int MOST_TOGETHER = 256;

    /** One row of an answer. */
    private record Row(@Nullable Patron patron, @Nullable String snapshot) {}

    private final DatabaseClient client;
    private final boolean asksForSnapshots;
    private final Gatherer<Long, Lookup> gatherer;

    /**
     * Asks that client.
     *
     * @param asksForSnapshots whether the feed may tell of a change before reads show it
     */
    GatheredReads(DatabaseClient client, DistributionSummary sizes, boolean asksForSnapshots) {
        this.client = client;
        this.asksForSnapshots = asksForSnapshots;
        this.gatherer = new Gatherer<>(MOST_STATEMENTS, MOST_TOGETHER, sizes, this::select);
    }

    /** Emits one answer, also when there is no such row. */
    Mono<Lookup> read(long id) {
        return gatherer.ask(id);
    }

    private Mono<Void> select(List<Gatherer.Caller<Long, Lookup>> callers) {
        var byId = callers.stream().collect(groupingBy(Gatherer.Caller::wish));
        var snapshot = new AtomicReference<@Nullable String>();
        return client.sql(asksForSnapshots ? SELECT_WITH_SNAPSHOT : SELECT)
                .bind(0, byId.keySet().toArray(Long[]::new))
                .map(this::row)
                .all()
                .doOnNext(row -> answer(byId, row, snapshot))
                .then()
                .doOnSuccess(
                        _ -> byId.values().forEach(them -> answer(them, null, snapshot.get())));
    }

    private Row row(Readable row) {
        if (!asksForSnapshots) {
            return new Row(DatabaseAnswer.patron(row), null);
        }
        var isThere = row.get(0, Long.class) != null;
        var patron = isThere ? DatabaseAnswer.patron(row) : null;
        return new Row(patron, row.get(3, String.class));
    }

    private static void answer(
            Map<Long, List<Gatherer.Caller<Long, Lookup>>> byId,
            Row row,
            AtomicReference<@Nullable String> snapshot) {
        snapshot.set(row.snapshot());
        var patron = row.patron();
        var callers = patron == null ? null : byId.remove(patron.id());
        if (callers != null) {
            answer(callers, patron, row.snapshot());
        }
    }

    private static void answer(
            List<Gatherer.Caller<Long, Lookup>> callers,
            @Nullable Patron patron,
            @Nullable String snapshot) {
        var answer = new Lookup(patron, Lookup.Source.BYPASS, snapshot);
        callers.forEach(caller -> caller.answer(answer));
    }
}
