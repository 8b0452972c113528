package dev.automat.patron.patron;

import org.jspecify.annotations.Nullable;

/** What is known of patrons without asking anybody. */
public interface PatronsAtHand {

    /**
     * Finds what the cache may say right now, and counts it as a hit; null when the database must
     * be asked. Safe on an event loop, from any thread.
     */
    @Nullable Lookup atHand(long id);
}
