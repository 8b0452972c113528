package dev.automat.broker.channel;

/**
 * Whom a message is owed to, when a channel only passes it on. Each is called by any thread, under
 * a channel's lock, and at most one of them for a message.
 */
public interface Settlement {

    /** A subscriber is done with the message, or nobody wants it any more. */
    void settled();

    /** Nobody here took the message; it is to go elsewhere. */
    void returned();
}
