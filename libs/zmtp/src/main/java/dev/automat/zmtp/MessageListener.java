package dev.automat.zmtp;

/** Receives the messages of a SUB or PULL socket. */
@FunctionalInterface
public interface MessageListener {

    /**
     * Takes one message. Called on the event loop of the peer's connection, so it must not block.
     * Messages of one peer come in order; with more than one event loop, messages of different
     * peers may come at the same time. What it throws is logged and counted, and the next message
     * comes as if nothing had happened.
     *
     * @param peer who sent it
     * @param message valid during this call only
     */
    void received(Peer peer, Message message);
}
