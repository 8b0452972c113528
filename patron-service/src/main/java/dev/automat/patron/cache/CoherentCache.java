package dev.automat.patron.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.automat.patron.changefeed.Change;
import dev.automat.patron.patron.Patron;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of coherence, without any input or output.
 *
 * <p>A row enters in two ways: read by a SELECT whose {@link FillToken} still stands, or told by a
 * proven event. Events of one connection come in commit order, so whatever an entry lacks is still
 * to come. A write of our own only removes: its event may have been overtaken by another writer's.
 *
 * <p>Entries carry their epoch, so that forgetting everything is one increment that no fill under
 * way can slip past.
 */
final class CoherentCache {

    /**
     * The weight of an entry is its size in bytes, but at least the 1 KiB that makes 65,536 of
     * them.
     */
    private static final int LEAST_WEIGHT = 1_024;

    private static final long MOST_WEIGHT = 65_536L * LEAST_WEIGHT;
    private static final int OVERHEAD_IN_BYTES = 160;

    /** The last net: nothing is served for longer without being read again. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private static final int GENERATIONS = 65_536;
    private static final int LOCKS = 1_024;

    /** Rows that a SELECT answered have no version: whatever an event says is not older. */
    private static final long NO_VERSION = 0;

    /**
     * What is known of an id.
     *
     * @param patron null when there is no such patron
     */
    record Entry(@Nullable Patron patron, long version, long epoch) {}

    private final Freshness freshness = new Freshness();
    private final CacheStatistics statistics;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicIntegerArray generations = new AtomicIntegerArray(GENERATIONS);
    private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(_ -> new Object()).toArray();
    private final Cache<Long, Entry> entries =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_WEIGHT)
                    .weigher((Long _, Entry entry) -> weight(entry.patron()))
                    .expireAfterWrite(LONGEST_LIFE)
                    .build();

    CoherentCache(CacheStatistics statistics) {
        this.statistics = statistics;
    }

    private static int weight(@Nullable Patron patron) {
        if (patron == null) {
            return LEAST_WEIGHT;
        }
        var characters = patron.name().length() + patron.favDish().length();
        return Math.max(LEAST_WEIGHT, OVERHEAD_IN_BYTES + 2 * characters);
    }

    /** Whether entries may be served and filled; if not, read the database and tell nobody. */
    boolean isServing() {
        return freshness.isServing();
    }

    /** Finds what is known of an id; null when nothing is. */
    @Nullable Entry find(long id) {
        var entry = entries.getIfPresent(id);
        return entry != null && entry.epoch() == epoch.get() ? entry : null;
    }

    FillToken token(long id) {
        return new FillToken(epoch.get(), generations.get(stripe(id)));
    }

    /** Caches what a SELECT answered, unless it may be out of date by now. */
    void fill(long id, FillToken token, @Nullable Patron patron) {
        synchronized (lock(id)) {
            if (isServing() && token.equals(token(id))) {
                entries.put(id, new Entry(patron, NO_VERSION, token.epoch()));
                return;
            }
        }
        statistics.refusedFills().increment();
    }

    /** A write of this instance was committed. */
    void forget(long id) {
        synchronized (lock(id)) {
            generations.incrementAndGet(stripe(id));
            entries.invalidate(id);
        }
    }

    /** Changes are reported from here on. */
    void opened(long connection) {
        if (freshness.isNewer(connection)) {
            statistics.connections().increment();
            forgetEverything();
            freshness.opened(connection);
        }
    }

    /** Changes are not reported any more. */
    void lost(long connection) {
        if (freshness.isCurrent(connection)) {
            freshness.lost();
            forgetEverything();
        }
    }

    /** A change was reported. */
    void apply(long connection, Change change) {
        if (!freshness.isCurrent(connection)) {
            return;
        }
        statistics.events().increment();
        switch (change) {
            case Change.Everything _ -> forgetEverything();
            case Change.Touched(var id) -> forget(id);
            // No version stays behind: the row may come back with a lower one.
            case Change.Deleted(var id) -> store(id, null, NO_VERSION);
            case Change.Stored(var id, var version, var row) -> {
                var patron = PatronRow.read(id, row);
                if (patron == null || isOlder(id, version)) {
                    forget(id);
                } else {
                    store(id, patron, version);
                }
            }
        }
    }

    /** Versions are compared between live rows only. */
    private boolean isOlder(long id, long version) {
        var known = find(id);
        return known != null && known.patron() != null && known.version() > version;
    }

    private void store(long id, @Nullable Patron patron, long version) {
        synchronized (lock(id)) {
            generations.incrementAndGet(stripe(id));
            entries.put(id, new Entry(patron, version, epoch.get()));
        }
    }

    private void forgetEverything() {
        epoch.incrementAndGet();
        entries.invalidateAll();
    }

    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    private Object lock(long id) {
        // A power of two below the stripes' number: ids that share a generation share a lock.
        return locks[stripe(id) & (LOCKS - 1)];
    }

    private static int stripe(long id) {
        return (int) (id & (GENERATIONS - 1));
    }
}
