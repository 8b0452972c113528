package dev.automat.zmtp;

import java.net.InetSocketAddress;

/**
 * One connection whose handshake is done, seen from our end. The same object stands for it from
 * {@link PeerListener#connected} to {@link PeerListener#disconnected}, so it may be a map's key.
 */
public interface Peer {

    /** A number that no other connection of this process has or had. */
    long id();

    /** Where the peer is. */
    InetSocketAddress remoteAddress();

    /** Whether the peer connected to us; otherwise we connected to it. */
    boolean isInbound();

    /** What the peer calls its socket: {@code PUB}, {@code XPUB}, {@code PUSH} and so on. */
    String socketType();

    /**
     * Stops reading from the peer, so that TCP slows it down. What was read already, at most some
     * 64 KiB, is still delivered.
     */
    void pauseReading();

    /** Reads from the peer again. */
    void resumeReading();

    /** Closes the connection. A peer that connected to us may come back at once. */
    void disconnect();
}
