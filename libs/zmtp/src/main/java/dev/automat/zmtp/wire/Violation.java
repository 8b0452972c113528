package dev.automat.zmtp.wire;

/** Why a connection was closed from our side: what its peer did, or which limit it ran into. */
public enum Violation {
    /** The first bytes are no ZMTP greeting. */
    BAD_GREETING,
    /** The peer speaks ZMTP 1 or 2. */
    UNSUPPORTED_VERSION,
    /** The peer wants another security mechanism. */
    MECHANISM_MISMATCH,
    /** The peer is of a socket type that ours cannot talk to. */
    SOCKET_TYPE_MISMATCH,
    /** The peer refused us with an ERROR command. */
    REFUSED_BY_PEER,
    /** The peer did not prove to be one of those that may connect. */
    NOT_ALLOWED,
    /** A sealed frame is not what the peer sealed, or came before. */
    BAD_SEAL,
    /** The handshake took too long. */
    HANDSHAKE_TIMEOUT,
    /** Newer connections took this one's place among the unfinished handshakes. */
    TOO_MANY_HANDSHAKES,
    /** The socket has as many connections as it may. */
    TOO_MANY_CONNECTIONS,
    /** A frame's header has flags that no version defines. */
    BAD_FRAME,
    /** A command's body is not what its name asks for, or comes where it must not. */
    BAD_COMMAND,
    /** A frame's header announces more bytes than a frame may have, or a negative number. */
    FRAME_TOO_LARGE,
    /** The parts of a message add up to more than a message may have. */
    MESSAGE_TOO_LARGE,
    /** A message has more parts than it may. */
    TOO_MANY_PARTS,
    /** A message was begun and not finished in time. */
    MESSAGE_TIMEOUT,
    /** The unfinished messages of all peers together hold too much memory. */
    TOO_MUCH_BUFFERED,
    /** The peer subscribed to more, or to longer, prefixes than it may. */
    TOO_MANY_SUBSCRIPTIONS,
    /** The peer did not answer our heartbeat, or broke the time to live that it promised. */
    SILENT
}
