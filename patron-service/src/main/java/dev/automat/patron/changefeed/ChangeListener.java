package dev.automat.patron.changefeed;

/**
 * Keeps copies of one table's rows and hears of its changes. Calls come one at a time, in order, on
 * an event loop: they must not wait for anything. Only {@link #audited} comes from elsewhere.
 */
public interface ChangeListener {

    /** The table whose changes it wants. */
    String table();

    /** Changes are reported from here on; copies taken before are worth nothing. */
    void opened(long connection);

    /** A row changed. */
    void changed(long connection, Change change);

    /**
     * A row changed, and new snapshots may not show it yet.
     *
     * @param transaction the id of the transaction that changed it, in 32 bits
     */
    void told(long connection, Change change, int transaction);

    /**
     * All that was committed before a moment has been reported.
     *
     * @param nanos the moment, in the time of {@link System#nanoTime}
     */
    void proven(long connection, long nanos);

    /** Changes are not reported any more. */
    void lost(long connection);

    /** Somebody looked, or could not look, whether changes are reported. */
    void audited(FeedAudit audit);
}
