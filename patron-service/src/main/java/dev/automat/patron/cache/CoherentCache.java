package dev.automat.patron.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.FeedAudit;
import dev.automat.patron.patron.Patron;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of coherence, without any input or output; docs/coherence.md tells why it holds.
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

    /** Rows that a SELECT answered have no version: whatever an event says is not older. */
    private static final long NO_VERSION = 0;

    /**
     * What is known of an id.
     *
     * @param patron null when there is no such patron
     */
    record Entry(@Nullable Patron patron, long version, long epoch, long absences) {}

    private final Freshness freshness;
    private final CacheStatistics statistics;
    private final LongSupplier nanoTime;
    private final Set<ProtocolLine> off;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong absences = new AtomicLong();
    private final Stripes stripes;
    private final Told told = new Told();
    private final Cache<Long, Entry> entries =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_WEIGHT)
                    .weigher((Long _, Entry entry) -> weight(entry.patron()))
                    .expireAfterWrite(LONGEST_LIFE)
                    .build();
    private String auditFingerprint = "";

    CoherentCache(Duration bound, CacheStatistics statistics, Set<ProtocolLine> off) {
        this(bound, statistics, System::nanoTime, GENERATIONS, off);
    }

    /**
     * For tests.
     *
     * @param stripes how many generations there are, a power of two
     * @param off lines of the protocol that are left out
     */
    CoherentCache(
            Duration bound,
            CacheStatistics statistics,
            LongSupplier nanoTime,
            int stripes,
            Set<ProtocolLine> off) {
        this.freshness = new Freshness(bound, off);
        this.statistics = statistics;
        this.nanoTime = nanoTime;
        this.off = off;
        this.stripes = new Stripes(stripes);
    }

    private static int weight(@Nullable Patron patron) {
        if (patron == null) {
            return LEAST_WEIGHT;
        }
        var characters = patron.name().length() + patron.favDish().length();
        return Math.max(LEAST_WEIGHT, OVERHEAD_IN_BYTES + 2 * characters);
    }

    private boolean holds(ProtocolLine line) {
        return !off.contains(line);
    }

    /** Whether entries may be served and filled; if not, read the database and tell nobody. */
    boolean isServing() {
        return freshness.isServing(nanoTime.getAsLong());
    }

    /** Finds what is known of an id; null when nothing is. */
    @Nullable Entry find(long id) {
        var entry = entries.getIfPresent(id);
        return entry != null && isOfToday(entry) ? entry : null;
    }

    private boolean isOfToday(Entry entry) {
        return entry.epoch == epoch.get()
                && (entry.patron != null || entry.absences == absences.get());
    }

    FillToken token(long id) {
        return new FillToken(epoch.get(), absences.get(), stripes.generation(id));
    }

    /** Whether a read that begins now may share the answer to a SELECT with this token. */
    boolean mayJoin(long id, FillToken token) {
        return token.equals(token(id)) || !holds(ProtocolLine.JOIN_WHILE_TOKEN_STANDS);
    }

    /**
     * Caches what a SELECT answered, unless it may be out of date by now.
     *
     * @param snapshot what the SELECT's snapshot showed; null when it was not asked
     */
    void fill(long id, FillToken token, @Nullable Patron patron, @Nullable String snapshot) {
        synchronized (stripes.lock(id)) {
            if (isServing()
                    && (token.equals(token(id)) || !holds(ProtocolLine.FILL_TOKEN))
                    && (told.isShown(id, snapshot)
                            || !holds(ProtocolLine.SNAPSHOT_SHOWS_WHAT_WAS_TOLD))) {
                entries.put(id, new Entry(patron, NO_VERSION, token.epoch(), token.absences()));
                return;
            }
        }
        statistics.refusedFills().increment();
    }

    /** Serves an entry of before again, now that the database was asked and says the same. */
    boolean renew(long id, FillToken token, Entry entry) {
        synchronized (stripes.lock(id)) {
            if (!freshness.isListening()
                    || !token.equals(token(id))
                    || isAnother(entries.getIfPresent(id), entry)) {
                return false;
            }
            entries.put(
                    id, new Entry(entry.patron, entry.version, token.epoch(), token.absences()));
            return true;
        }
    }

    // An equal entry that was put since is another one.
    @SuppressWarnings("ReferenceEquality")
    static boolean isAnother(@Nullable Entry current, Entry known) {
        return current != known;
    }

    /**
     * This instance has created a row. That there was none may be known; no older event can come.
     */
    void created(long id) {
        remove(id);
    }

    /**
     * A write of this instance was committed. Events of writes before it may be still to come, and
     * would show the past to whoever wrote.
     */
    void written(long id) {
        stripes.written(id, nanoTime.getAsLong());
        if (holds(ProtocolLine.WRITE_REMOVES)) {
            remove(id);
        }
    }

    private boolean mayBeOlderThanOurWrite(long id) {
        return stripes.isWrittenAfterProof(id, freshness)
                && holds(ProtocolLine.WRITE_OUTLIVES_OLDER_EVENTS);
    }

    private void remove(long id) {
        synchronized (stripes.lock(id)) {
            voidTokens(id);
            entries.invalidate(id);
        }
    }

    private void voidTokens(long id) {
        if (holds(ProtocolLine.EVENT_VOIDS_TOKENS)) {
            stripes.voidTokens(id);
        }
    }

    /** Changes are reported from here on. */
    void opened(long connection) {
        if (freshness.isNewer(connection) || !holds(ProtocolLine.CONNECTION_NUMBER)) {
            statistics.connections().increment();
            if (holds(ProtocolLine.FORGET_ON_RECONNECT)) {
                // Out of date, yet still there for those that are found to be right.
                epoch.incrementAndGet();
            }
            // All that was committed before is shown to whoever takes a token from here on.
            told.forgetAll();
            freshness.opened(connection);
        }
    }

    /** Changes are not reported any more. */
    void lost(long connection) {
        if (isCurrent(connection)) {
            freshness.lost();
            if (holds(ProtocolLine.FORGET_ON_RECONNECT)) {
                epoch.incrementAndGet();
            }
        }
    }

    /** All that was committed before a moment has been reported. */
    void proven(long connection, long sentAt) {
        if (!isCurrent(connection)) {
            return;
        }
        if (freshness.endsSuspicion(sentAt)) {
            // What was queued before the triggers changed has come by now, and is no truth.
            forgetEverything();
        }
        freshness.proven(sentAt);
    }

    private boolean isCurrent(long connection) {
        return freshness.isCurrent(connection) || !holds(ProtocolLine.CONNECTION_NUMBER);
    }

    /**
     * Somebody looked whether all changes are reported. Whatever was changed about that, also if it
     * is undone by now, may have let a write pass unheard.
     */
    synchronized void audited(FeedAudit audit) {
        boolean wasLooked = !audit.fingerprint().isEmpty();
        if (wasLooked && !audit.fingerprint().equals(auditFingerprint)) {
            auditFingerprint = audit.fingerprint();
            if (holds(ProtocolLine.SUSPICION)) {
                freshness.suspect(nanoTime.getAsLong());
            }
            forgetEverything();
        }
        freshness.armed(audit.isComplete());
        forgetWhatIsShown(audit.snapshot());
    }

    /** A fill under way may have an older snapshot, so its token is void as well. */
    private void forgetWhatIsShown(String snapshot) {
        told.rowsShown(snapshot)
                .forEach((id, transaction) -> {
                    synchronized (stripes.lock(id)) {
                        voidTokens(id);
                        told.forget(id, transaction);
                    }
                });
        if (told.isAnyOfAllShown(snapshot)) {
            absences.incrementAndGet();
            told.forgetOfAll(snapshot);
        }
    }

    /** A change was reported that new snapshots may not show yet. */
    void tell(long connection, Change change, int transaction) {
        if (!isCurrent(connection)) {
            return;
        }
        switch (change) {
            case Change.Stored(var id, _, _) -> told.of(id, transaction);
            case Change.Deleted(var id) -> told.of(id, transaction);
            case Change.Touched(var id) -> told.of(id, transaction);
            case Change.Insertions _, Change.Everything _ -> told.ofAll(transaction);
        }
        apply(connection, change);
    }

    /** A change was reported. */
    void apply(long connection, Change change) {
        if (!isCurrent(connection)) {
            return;
        }
        statistics.heard();
        switch (change) {
            case Change.Everything _ -> {
                if (holds(ProtocolLine.FORGET_ON_UNREADABLE)) {
                    forgetEverything();
                }
            }
            case Change.Insertions _ -> {
                if (holds(ProtocolLine.FORGET_ABSENCES)) {
                    absences.incrementAndGet();
                }
            }
            case Change.Touched(var id) -> remove(id);
            // No version stays behind: the row may come back with a lower one.
            case Change.Deleted(var id) -> store(id, null, tombstone(id));
            case Change.Stored(var id, var version, var row) -> {
                var patron = PatronRow.read(id, row);
                if (patron == null || isOlder(id, version)) {
                    remove(id);
                } else if (!isBuried(id, version)) {
                    store(id, patron, version);
                }
            }
        }
    }

    /** Versions are compared between live rows only. */
    private boolean isOlder(long id, long version) {
        var known = find(id);
        return known != null && known.patron != null && known.version > version;
    }

    private long tombstone(long id) {
        var known = find(id);
        return holds(ProtocolLine.NO_TOMBSTONE) || known == null ? NO_VERSION : known.version + 1;
    }

    private boolean isBuried(long id, long version) {
        var known = find(id);
        return known != null && known.patron == null && known.version > version;
    }

    private void store(long id, @Nullable Patron patron, long version) {
        if (mayBeOlderThanOurWrite(id)) {
            remove(id);
            return;
        }
        synchronized (stripes.lock(id)) {
            voidTokens(id);
            entries.put(id, new Entry(patron, version, epoch.get(), absences.get()));
        }
    }

    private void forgetEverything() {
        epoch.incrementAndGet();
        entries.invalidateAll();
    }

    /** All entries, also those that are out of date and wait to be renewed. */
    Map<Long, Entry> entries() {
        return entries.asMap();
    }

    /** Whether an entry is served as it is, and no event has come since the token was taken. */
    boolean stands(long id, FillToken token, Entry entry) {
        return !isAnother(find(id), entry) && token.equals(token(id));
    }

    /** Removes an entry that was found to be wrong. */
    void removeStale(long id) {
        statistics.staleFound().increment();
        remove(id);
    }

    boolean isProvenSince(long moment) {
        return freshness.isProvenSince(moment);
    }

    /** How long ago the last heartbeat heard was sent; negative when none was. */
    long provenAge() {
        return freshness.provenAge(nanoTime.getAsLong());
    }

    long now() {
        return nanoTime.getAsLong();
    }

    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }
}
