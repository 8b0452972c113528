package dev.automat.patron.patron;

import org.jspecify.annotations.Nullable;

/**
 * The answer to "who is patron 37?".
 *
 * @param patron null when there is no such patron
 * @param source where the answer came from
 * @param snapshot which transactions the database's answer shows, as {@code pg_snapshot} writes it;
 *     null when nobody needs to know
 */
public record Lookup(@Nullable Patron patron, Source source, @Nullable String snapshot) {

    /** An answer of which nobody needs to know what it shows. */
    public Lookup(@Nullable Patron patron, Source source) {
        this(patron, source, null);
    }

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
