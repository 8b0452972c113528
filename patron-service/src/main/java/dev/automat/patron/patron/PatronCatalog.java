package dev.automat.patron.patron;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Reads and writes many patrons at once, past every cache. Every call fails with {@link
 * DatabaseUnavailableException} when the database cannot be reached or does not answer in time.
 */
public interface PatronCatalog {

    /** Emits one page; its rows' texts together have some MiB at most. */
    Mono<Page> page(PageQuery query);

    /** Creates patrons in one transaction and emits how many. */
    Mono<Long> createAll(List<PatronDraft> drafts);
}
