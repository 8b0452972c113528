package dev.automat.zmtp;

/** Why a connection ended. */
public enum DisconnectReason {
    /** The peer closed it, or its process ended. */
    CLOSED_BY_PEER,
    /** The network failed, or the peer reset the connection. */
    CONNECTION_LOST,
    /** We closed it because the peer broke the protocol or a limit. */
    VIOLATION,
    /** We closed it because the peer did not answer heartbeats. */
    SILENT,
    /** We closed it by {@link Peer#disconnect()}. */
    DISCONNECTED,
    /** We closed it together with our socket. */
    SOCKET_CLOSED
}
