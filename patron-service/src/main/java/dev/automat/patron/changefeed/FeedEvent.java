package dev.automat.patron.changefeed;

/** What a feed tells. Each connection of a feed has a number, higher than any before it. */
public sealed interface FeedEvent {

    /** The connection's number. */
    long connection();

    /**
     * From here on every change committed is reported; those before it may have been missed.
     *
     * @param origin tells notifications of our triggers from others on this connection
     */
    record Opened(long connection, EventOrigin origin) implements FeedEvent {}

    /** A notification, as it came; those that come before {@link Opened} say nothing yet. */
    record Notified(long connection, Notification notification) implements FeedEvent {}

    /**
     * A change was committed. Unlike a notification it may be told before new snapshots show it.
     *
     * @param transaction the id of its transaction, in 32 bits
     */
    record Committed(long connection, String table, int transaction, TableEvent event)
            implements FeedEvent {}

    /** A heartbeat came back, behind all changes that were committed before it was sent. */
    record Echoed(long connection, String heartbeat) implements FeedEvent {}

    /** The connection is gone. Only connections that were opened are lost. */
    record Lost(long connection, Throwable cause) implements FeedEvent {}
}
