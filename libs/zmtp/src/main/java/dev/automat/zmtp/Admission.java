package dev.automat.zmtp;

import java.util.LinkedHashSet;
import java.util.Optional;

/** Keeps the number of accepted connections, and of unfinished handshakes among them, in bounds. */
final class Admission {

    private final int maxConnections;
    private final int maxHandshakes;
    private final LinkedHashSet<PeerConnection> handshaking = new LinkedHashSet<>();
    private int connections;

    Admission(ZmtpLimits limits) {
        maxConnections = limits.maxConnections();
        maxHandshakes = limits.maxHandshakes();
    }

    /** Lets a connection in unless there are too many; who is let in must {@link #leave}. */
    synchronized boolean enter(PeerConnection connection) {
        if (connections == maxConnections) {
            return false;
        }
        connections++;
        handshaking.add(connection);
        return true;
    }

    /**
     * The oldest unfinished handshake, when there are too many. Honest peers finish theirs in
     * milliseconds, so those that wait longest are the ones to give up.
     */
    synchronized Optional<PeerConnection> surplus() {
        if (handshaking.size() <= maxHandshakes) {
            return Optional.empty();
        }
        return Optional.of(handshaking.removeFirst());
    }

    synchronized void handshakeDone(PeerConnection connection) {
        handshaking.remove(connection);
    }

    synchronized void leave(PeerConnection connection) {
        handshaking.remove(connection);
        connections--;
    }
}
