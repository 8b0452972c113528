package dev.automat.patron.cache;

/**
 * The lines of the protocol, each by its name in docs/coherence.md. All hold, always; tests leave
 * one out to see that it is missed.
 */
enum ProtocolLine {
    /** A fill whose token does not stand any more is refused. */
    FILL_TOKEN,
    /** A fill is refused whose snapshot does not show what the feed told of its row. */
    SNAPSHOT_SHOWS_WHAT_WAS_TOLD,
    /** An event voids the tokens of its row. */
    EVENT_VOIDS_TOKENS,
    /** A read joins a fill only while the fill's token stands. */
    JOIN_WHILE_TOKEN_STANDS,
    /** A write of our own removes what is known, and voids tokens. */
    WRITE_REMOVES,
    /** After a write of our own, events only remove until those queued before it have come. */
    WRITE_OUTLIVES_OLDER_EVENTS,
    /** What was known before a connection was opened is not served. */
    FORGET_ON_RECONNECT,
    /** An event that cannot be read, or is about all rows, forgets everything. */
    FORGET_ON_UNREADABLE,
    /** Many insertions at once forget which rows were not there. */
    FORGET_ABSENCES,
    /** Only what the current connection says counts. */
    CONNECTION_NUMBER,
    /** Entries are served only while the last heartbeat heard was sent within the bound. */
    HEARTBEAT,
    /** Entries are served only while the audit finds all triggers. */
    ARMED,
    /** After a change of the triggers nothing is served before all that was queued came. */
    SUSPICION,
    /** A deletion leaves no version behind. */
    NO_TOMBSTONE
}
