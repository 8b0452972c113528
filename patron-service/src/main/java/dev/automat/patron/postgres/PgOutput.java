package dev.automat.patron.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's plugin {@code pgoutput} says, in its protocol's first version: transactions one
 * after the other, in the order of their commits, each complete.
 */
sealed interface PgOutput {

    /** A transaction that was committed. */
    record Begin(long commitPosition, int transaction) implements PgOutput {}

    /** Its end. */
    enum Commit implements PgOutput {
        INSTANCE
    }

    /** Somebody's own words in the log. */
    record Message(String prefix, String text) implements PgOutput {}

    /** How a table looks; comes before its changes, and again when it has changed. */
    record Relation(int oid, String name, List<Column> columns) implements PgOutput {}

    /**
     * A column of a table.
     *
     * @param isKey whether it says which row it is
     * @param type the type's number
     */
    record Column(String name, boolean isKey, int type) {}

    record Insert(int relation, List<Value> row) implements PgOutput {}

    /**
     * A row was changed.
     *
     * @param before its key, or all of it; null when the key is as it was
     */
    record Update(int relation, @Nullable List<Value> before, List<Value> after)
            implements PgOutput {}

    /** A row is gone; at least its key is told. */
    record Delete(int relation, List<Value> before) implements PgOutput {}

    record Truncate(List<Integer> relations) implements PgOutput {}

    /** Nothing that matters here. */
    enum Other implements PgOutput {
        INSTANCE
    }

    /**
     * A column's value.
     *
     * @param text null for null
     * @param isTold whether it was told at all: a large value that did not change is not
     */
    record Value(@Nullable String text, boolean isTold) {}
}
