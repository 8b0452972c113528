package dev.automat.patron.changefeed;

/**
 * What a look at the database's catalogue says about a table's watch.
 *
 * @param isComplete whether every kind of change of the table is reported
 * @param fingerprint stands for all that decides what is reported, and how rows look; any change of
 *     it, also one that was undone since, makes another fingerprint
 * @param backlog how much of the room for what is not delivered yet is taken: 0 to 1
 */
public record FeedAudit(boolean isComplete, String fingerprint, double backlog) {

    /** Nobody could look. */
    static final FeedAudit FAILED = new FeedAudit(false, "", 0);
}
