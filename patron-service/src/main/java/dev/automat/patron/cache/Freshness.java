package dev.automat.patron.cache;

/**
 * Whether this instance may answer from its cache; asked on every read.
 *
 * <p>So far that is: a connection listens, as far as it knows itself. A link that is half open does
 * not know; the age of the last heartbeat heard becomes a further condition of {@link #isServing}.
 */
final class Freshness {

    private static final long NONE = 0;

    private long latest = NONE;
    private volatile long listening = NONE;

    boolean isServing() {
        return listening != NONE;
    }

    /** Whether this is the connection that listens, and not one whose last words come late. */
    boolean isCurrent(long connection) {
        return connection == listening;
    }

    /** Returns whether the connection is news; one older than another seen before is not. */
    boolean isNewer(long connection) {
        return connection > latest;
    }

    void opened(long connection) {
        latest = connection;
        listening = connection;
    }

    void lost() {
        listening = NONE;
    }
}
