package dev.automat.patron.postgres;

import dev.automat.patron.patron.Page;
import dev.automat.patron.patron.PageQuery;
import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.PatronCatalog;
import dev.automat.patron.patron.PatronDraft;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many patrons of the table {@code patron} at once. */
@Component
final class PostgresCatalog implements PatronCatalog {

    /** What a page may weigh, apart from its last row. */
    private static final long MOST_CHARACTERS = 4_194_304;

    private final DatabaseClient client;

    PostgresCatalog(DatabaseClient client) {
        this.client = client;
    }

    @Override
    public Mono<Page> page(PageQuery query) {
        return Mono.defer(() -> select(query)).transform(DatabaseAnswer::guard);
    }

    private Mono<Page> select(PageQuery query) {
        var budget = new Budget();
        return rows(PageStatement.of(query))
                .takeUntil(budget::isSpentBy)
                .collectList()
                .map(rows -> page(rows, query.limit(), budget));
    }

    private Flux<Patron> rows(PageStatement statement) {
        var spec = client.sql(statement.sql());
        for (var index = 0; index < statement.values().size(); index++) {
            spec = spec.bind(index, statement.values().get(index));
        }
        return spec.map(DatabaseAnswer::patron).all();
    }

    /** The statement asks for one row more than the page may have. */
    private static Page page(List<Patron> rows, int limit, Budget budget) {
        return rows.size() > limit
                ? new Page(rows.subList(0, limit), true)
                : new Page(rows, budget.isSpent());
    }

    /** What is left of a page's weight. */
    private static final class Budget {

        private long left = MOST_CHARACTERS;

        boolean isSpentBy(Patron patron) {
            left -= patron.name().length() + patron.favDish().length();
            return isSpent();
        }

        boolean isSpent() {
            return left <= 0;
        }
    }

    @Override
    public Mono<Long> createAll(List<PatronDraft> drafts) {
        return client.sql(
                        "INSERT INTO patron (name, fav_dish)"
                                + " SELECT * FROM unnest($1::text[], $2::text[])")
                .bind(0, column(drafts, PatronDraft::name))
                .bind(1, column(drafts, PatronDraft::favDish))
                .fetch()
                .rowsUpdated()
                .transform(DatabaseAnswer::guard);
    }

    private static String[] column(List<PatronDraft> drafts, Function<PatronDraft, String> column) {
        return drafts.stream().map(column).toArray(String[]::new);
    }
}
