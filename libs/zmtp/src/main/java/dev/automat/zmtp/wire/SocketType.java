package dev.automat.zmtp.wire;

/** What a socket does with messages, as both peers state it while they shake hands. */
public enum SocketType {
    /** Sends every message to all peers that subscribed to it. */
    PUB,
    /** Receives what it subscribed to. */
    SUB,
    /** Sends every message to one of its peers, in turn. */
    PUSH,
    /** Receives from all its peers. */
    PULL;

    /** Whether this type may talk to a peer that calls itself {@code peerType}. */
    public boolean accepts(String peerType) {
        return switch (this) {
            case PUB -> peerType.equals("SUB") || peerType.equals("XSUB");
            case SUB -> peerType.equals("PUB") || peerType.equals("XPUB");
            case PUSH -> peerType.equals("PULL");
            case PULL -> peerType.equals("PUSH");
        };
    }

    /** Whether this type sends messages; the other types receive them. */
    public boolean sends() {
        return this == PUB || this == PUSH;
    }
}
