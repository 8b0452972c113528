package dev.automat.patron.changefeed;

/**
 * A notification, read.
 *
 * @param change what it means
 * @param isProven whether our trigger wrote it; nothing else may be shown to anybody
 * @param version the event's version, 0 when it has none
 * @param json the event's text without its proof
 */
record TableEvent(Change change, boolean isProven, long version, String json) {}
