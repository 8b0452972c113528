package dev.automat.zmtp;

import java.util.List;
import java.util.stream.Stream;

/** The peers of a socket in the order they came; safe for use by several threads. */
final class Roster {

    private volatile List<PeerConnection> peers = List.of();

    synchronized void add(PeerConnection peer) {
        peers = Stream.concat(peers.stream(), Stream.of(peer)).toList();
    }

    synchronized void remove(PeerConnection peer) {
        peers = peers.stream().filter(other -> other != peer).toList();
    }

    /** The peers now; the list does not change. */
    List<PeerConnection> peers() {
        return peers;
    }
}
