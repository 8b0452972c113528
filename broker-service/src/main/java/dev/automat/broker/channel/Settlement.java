package dev.automat.broker.channel;

/**
 * Whom a message is owed to, when a channel only passes it on. Each is called by any thread, under
 * a channel's lock, and at most one of them for a message.
 */
public interface Settlement {

    /** A subscriber is done with the message, or nobody wants it any more. */
    void settled();

    /**
     * Nobody here is done with the message; it is to go elsewhere.
     *
     * @param redeliveries how often it came back from subscribers, those before it came here
     *     included; when that is no more than then, none here has seen it
     */
    void returned(int redeliveries);
}
