/**
 * The coherent near-cache: decorates the repository of patrons, and hears of changes from the feed.
 *
 * <p>No entry is ever wrong for good, whatever fails; what cannot be proven is not served. The page
 * {@code docs/coherence.md} is the protocol in words; {@link
 * dev.automat.patron.cache.CoherentCache} is the same in code, and {@link
 * dev.automat.patron.cache.Freshness} the one place that says whether entries may be served at all.
 * {@link dev.automat.patron.cache.Revalidation} and {@link dev.automat.patron.cache.Scrubber}
 * compare entries with the database.
 */
@NullMarked
package dev.automat.patron.cache;

import org.jspecify.annotations.NullMarked;
