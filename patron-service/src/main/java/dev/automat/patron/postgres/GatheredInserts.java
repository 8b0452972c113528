package dev.automat.patron.postgres;

import dev.automat.patron.patron.PatronDraft;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Creates rows, those asked for at once together: one transaction, one commit for all, which is
 * what writers wait for. When the database refuses one of them, each is created alone.
 */
final class GatheredInserts {

    /** PostgreSQL gives ids in the order of the SELECT, and may return them in any. */
    private static final String INSERT =
            """
            INSERT INTO patron (name, fav_dish)
            SELECT name, fav_dish
              FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wish (name, fav_dish, place)
             ORDER BY place
            RETURNING id
            """;

    private final DatabaseClient client;
    private final Function<PatronDraft, Mono<Long>> alone;
    private final Gatherer<PatronDraft, Long> gatherer;

    /**
     * Prepares; nothing is sent yet.
     *
     * @param alone creates one row in a statement of its own
     */
    GatheredInserts(
            DatabaseClient client,
            DistributionSummary sizes,
            Function<PatronDraft, Mono<Long>> alone) {
        this.client = client;
        this.alone = alone;
        this.gatherer = Gatherer.ofWrites(sizes, this::insert);
    }

    /** Emits the new row's id. */
    Mono<Long> insert(PatronDraft draft) {
        return Gatherer.mayShare(draft.name().length() + draft.favDish().length())
                ? gatherer.ask(draft)
                : alone.apply(draft);
    }

    private Mono<Void> insert(List<Gatherer.Caller<PatronDraft, Long>> callers) {
        var drafts = callers.stream().map(Gatherer.Caller::wish).toList();
        return client.sql(INSERT)
                .bind(0, drafts.stream().map(PatronDraft::name).toArray(String[]::new))
                .bind(1, drafts.stream().map(PatronDraft::favDish).toArray(String[]::new))
                .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                .all()
                .sort()
                .collectList()
                .onErrorReturn(DatabaseAnswer::isRefusal, List.of())
                .doOnNext(ids -> answer(callers, ids))
                .then();
    }

    private void answer(List<Gatherer.Caller<PatronDraft, Long>> callers, List<Long> ids) {
        for (int place = 0; place < callers.size(); place++) {
            var caller = callers.get(place);
            if (ids.isEmpty()) {
                caller.answerFrom(alone.apply(caller.wish()));
            } else {
                caller.answer(ids.get(place));
            }
        }
    }
}
