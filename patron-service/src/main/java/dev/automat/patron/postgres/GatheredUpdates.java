package dev.automat.patron.postgres;

import static java.util.Objects.requireNonNull;

import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.WriteOutcome;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Changes rows by id, those asked for at once together: one transaction, one commit for all, which
 * is what writers wait for. No caller is held up by another's row: a row that somebody else has
 * locked is left out and changed alone, and so is each when the database refuses one of them.
 */
final class GatheredUpdates {

    private static final String UPDATE =
            """
            WITH free AS (SELECT id FROM patron WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
            UPDATE patron SET name = coalesce(wish.name, patron.name),
                              fav_dish = coalesce(wish.fav_dish, patron.fav_dish)
              FROM unnest($1::bigint[], $2::text[], $3::text[]) AS wish (id, name, fav_dish)
              JOIN free ON free.id = wish.id
             WHERE patron.id = wish.id
            RETURNING patron.id
            """;

    /** One change of one row. */
    private record Update(long id, PatronPatch patch) {}

    private final DatabaseClient client;
    private final Single alone;
    private final Gatherer<Update, WriteOutcome> gatherer;

    /** Changes one row in a statement of its own. */
    @FunctionalInterface
    interface Single {
        Mono<WriteOutcome> update(long id, PatronPatch patch);
    }

    GatheredUpdates(DatabaseClient client, DistributionSummary sizes, Single alone) {
        this.client = client;
        this.alone = alone;
        this.gatherer = Gatherer.ofWrites(sizes, this::update);
    }

    /** Emits what became of it. */
    Mono<WriteOutcome> update(long id, PatronPatch patch) {
        return Gatherer.mayShare(length(patch.name()) + length(patch.favDish()))
                ? gatherer.ask(new Update(id, patch))
                : alone.update(id, patch);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private Mono<Void> update(List<Gatherer.Caller<Update, WriteOutcome>> callers) {
        var byId = new LinkedHashMap<Long, Gatherer.Caller<Update, WriteOutcome>>();
        for (var caller : callers) {
            // Of one row, one statement changes one version.
            if (byId.putIfAbsent(caller.wish().id(), caller) != null) {
                updateAlone(caller);
            }
        }
        return updateTogether(byId.values())
                .onErrorReturn(DatabaseAnswer::isRefusal, List.of())
                .doOnNext(written -> answer(byId, written))
                .then();
    }

    private Mono<List<Long>> updateTogether(
            Collection<Gatherer.Caller<Update, WriteOutcome>> callers) {
        var updates = callers.stream().map(Gatherer.Caller::wish).toList();
        return client.sql(UPDATE)
                .bind(0, updates.stream().map(Update::id).toArray(Long[]::new))
                .bind(1, updates.stream().map(it -> it.patch().name()).toArray(String[]::new))
                .bind(2, updates.stream().map(it -> it.patch().favDish()).toArray(String[]::new))
                .map(row -> requireNonNull(row.get(0, Long.class)))
                .all()
                .collectList();
    }

    private void answer(Map<Long, Gatherer.Caller<Update, WriteOutcome>> byId, List<Long> written) {
        for (var id : written) {
            requireNonNull(byId.remove(id)).answer(WriteOutcome.WRITTEN);
        }
        byId.values().forEach(this::updateAlone);
    }

    private void updateAlone(Gatherer.Caller<Update, WriteOutcome> caller) {
        caller.answerFrom(alone.update(caller.wish().id(), caller.wish().patch()));
    }
}
