/**
 * The coherent near-cache: decorates the repository of patrons, and hears of changes from the feed.
 *
 * <p>No entry is ever wrong for good, whatever fails; what cannot be proven is not served. {@link
 * dev.automat.patron.cache.CoherentCache} is the protocol, {@link
 * dev.automat.patron.cache.Freshness} the one place that says whether entries may be served at all:
 * there the echo of the heartbeat and the verdict of the trigger audit belong. The scrubber, which
 * compares entries with the database, belongs beside {@link dev.automat.patron.cache.CachedPatrons}
 * and removes through {@link dev.automat.patron.cache.CoherentCache}.
 */
@NullMarked
package dev.automat.patron.cache;

import org.jspecify.annotations.NullMarked;
