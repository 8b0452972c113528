package dev.automat.patron.patron;

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

    /** Emits the id of the new patron. */
    Mono<Long> create(PatronDraft draft);

    /**
     * Creates a patron once, however often it is called with this key within a day; or fails with
     * {@link IdempotencyKeyReusedException} when the key came with another draft.
     */
    Mono<Creation> createOnce(IdempotencyKey key, PatronDraft draft);

    /** Changes a patron whose representation meets the precondition; both in one step. */
    Mono<WriteOutcome> update(long id, PatronPatch patch, Precondition precondition);

    /** Deletes a patron whose representation meets the precondition; both in one step. */
    Mono<WriteOutcome> delete(long id, Precondition precondition);
}
