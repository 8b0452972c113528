package dev.automat.patron.changefeed;

import tools.jackson.databind.JsonNode;

/** What a change means to somebody who keeps copies of rows. */
public sealed interface Change {

    /**
     * A row is now this, by proof.
     *
     * @param version orders the changes of one row while it lives
     */
    record Stored(long id, long version, JsonNode row) implements Change {}

    /** A row is gone, by proof. */
    record Deleted(long id) implements Change {}

    /** Something may have happened to a row. What, is not said, or not proven. */
    record Touched(long id) implements Change {}

    /** Rows may be there that were not; those that were are as they were. */
    enum Insertions implements Change {
        INSTANCE
    }

    /** Anything may have happened to any row. */
    enum Everything implements Change {
        INSTANCE
    }
}
