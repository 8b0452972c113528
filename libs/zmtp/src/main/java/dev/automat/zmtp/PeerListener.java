package dev.automat.zmtp;

/**
 * Hears of peers that come and go. Called on the event loop of the peer's connection, so it must
 * not block. Connections that end before their handshake is done are not reported; they are in
 * {@link ZmtpCounters}.
 */
public interface PeerListener {

    /** The handshake is done; the peer's messages come after this call. */
    default void connected(Peer peer) {}

    /** The connection is gone; none of its messages comes after this call. */
    default void disconnected(Peer peer, DisconnectReason reason) {}
}
