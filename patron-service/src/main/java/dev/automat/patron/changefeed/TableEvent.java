package dev.automat.patron.changefeed;

/**
 * A change of a table, read.
 *
 * @param change what it means
 * @param isProven whether the database itself says so; nothing else may be shown to anybody
 * @param version the event's version, 0 when it has none
 * @param json the event's text without its proof
 */
public record TableEvent(Change change, boolean isProven, long version, String json) {}
