package dev.automat.patron.patron;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps patrons. Every call fails with {@link DatabaseUnavailableException} when the database
 * cannot be reached or does not answer in time.
 */
public interface PatronRepository {

    /** Emits one answer, also when there is no such patron; may come from a cache. */
    Mono<Lookup> find(long id);

    /** As {@link #find}, always from the database. */
    Mono<Lookup> findInDatabase(long id);

    /**
     * Emits up to {@code limit} patrons whose ids are greater than {@code after}, in the order of
     * their ids.
     */
    Mono<List<Patron>> page(long after, int limit);

    /** Emits the id of the new patron. */
    Mono<Long> create(PatronDraft draft);

    /** Emits whether there was such a patron. */
    Mono<Boolean> replace(long id, PatronDraft draft);

    /** Emits whether there was such a patron. */
    Mono<Boolean> delete(long id);
}
