package dev.automat.zmtp.wire;

/** A security mechanism: how two peers get to trust each other before the first message. */
public interface Mechanism {

    /** The name in the greeting, at most 20 capital letters. */
    String wireName();

    /** Begins a handshake on a connection whose greetings are exchanged. */
    Handshake begin(Metadata own);

    /**
     * Whether our greeting says that we are the server. Without security nobody is, and who was
     * called says so.
     *
     * @param inbound whether the peer called us
     */
    default boolean isServer(boolean inbound) {
        return inbound;
    }
}
