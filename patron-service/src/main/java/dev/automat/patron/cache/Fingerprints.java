package dev.automat.patron.cache;

import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Says what rows are like without sending them. */
public interface Fingerprints {

    /**
     * Emits the fingerprints, as {@link Fingerprint#of} makes them, of those rows that are there;
     * one statement on a snapshot of its own, so that it is as new as a fill.
     */
    Mono<Map<Long, String>> of(Collection<Long> ids);

    /**
     * Emits one fingerprint of all those rows that are there, as {@link Fingerprint#together} makes
     * it; one statement, too.
     */
    Mono<String> together(Collection<Long> ids);
}
