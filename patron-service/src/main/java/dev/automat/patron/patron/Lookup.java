package dev.automat.patron.patron;

import org.jspecify.annotations.Nullable;

/**
 * The answer to "who is patron 37?".
 *
 * @param patron null when there is no such patron
 * @param source where the answer came from
 */
public record Lookup(@Nullable Patron patron, Source source) {

    /** Where an answer came from, by its name in the header {@code X-Cache}. */
    public enum Source {
        /** The cache. */
        HIT,
        /** The database, since the cache did not know. */
        MISS,
        /** The database, since the cache was not asked. */
        BYPASS
    }
}
