package dev.automat.patron.changefeed;

/**
 * What a look at the database's catalogue says about a table's watch.
 *
 * @param isComplete whether every kind of change of the table is reported
 * @param fingerprint stands for all that decides what is reported, and how rows look; any change of
 *     it, also one that was undone since, makes another fingerprint
 * @param backlog how much of the room for what is not delivered yet is taken: 0 to 1
 * @param snapshot which transactions new snapshots show, as {@code pg_snapshot} writes it; empty
 *     for a feed that tells of none before
 */
public record FeedAudit(boolean isComplete, String fingerprint, double backlog, String snapshot) {

    /** Of a feed that tells only what new snapshots show. */
    public FeedAudit(boolean isComplete, String fingerprint, double backlog) {
        this(isComplete, fingerprint, backlog, "");
    }

    /** Nobody could look. */
    static final FeedAudit FAILED = new FeedAudit(false, "", 0);
}
