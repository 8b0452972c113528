package dev.automat.patron.changefeed;

/**
 * Keeps copies of one table's rows and hears of its changes. Calls come one at a time, in order, on
 * an event loop: they must not wait for anything.
 */
public interface ChangeListener {

    /** The table whose changes it wants. */
    String table();

    /** Changes are reported from here on; copies taken before are worth nothing. */
    void opened(long connection);

    /** A row changed. */
    void changed(long connection, Change change);

    /** Changes are not reported any more. */
    void lost(long connection);
}
