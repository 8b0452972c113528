package dev.automat.patron.cache;

/** What can happen next in a {@link World} of one row and one instance. */
enum Step {
    /** Somebody else updates the row, or inserts it when it is not there. */
    UPDATE,
    /** Somebody else updates the row, and the feed says so before snapshots show it. */
    UPDATE_TOLD_EARLY,
    /** Snapshots show what was told. */
    SHOW,
    /** Somebody else deletes the row. */
    DELETE,
    /** Somebody else changes the row, and the event of it cannot be read. */
    GARBLED_UPDATE,
    /** Somebody else inserts the row among many. */
    BULK_INSERT,
    /** This instance begins to update the row. */
    WRITE,
    /** This instance begins to read the row. */
    READ,
    /** The database's oldest answer arrives. */
    OLDEST_ANSWER,
    /** The database's youngest answer arrives. */
    YOUNGEST_ANSWER,
    /** The oldest message of the feed arrives. */
    HEAR,
    /** The connection is lost with all that is under way, and another one opened. */
    RECONNECT,
    /** Something that was heard before comes again, from a connection that is gone. */
    LATE_WORD,
    /** From now on nothing comes through, and nobody notices. */
    SILENCE,
    /** A heartbeat is sent. */
    BEAT,
    /** A little more than half the bound passes. */
    WAIT,
    /** Triggers are switched off. */
    TRIGGERS_OFF,
    /** Triggers are switched on again. */
    TRIGGERS_ON,
    /** Somebody looks at the triggers. */
    AUDIT
}
