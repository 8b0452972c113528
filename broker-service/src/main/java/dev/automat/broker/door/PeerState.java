package dev.automat.broker.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;

/** What the kernel knows of a peer whose connection is not being read. */
enum PeerState {
    /** It is there, or nothing tells otherwise. */
    PRESENT,
    /** It sent its last byte; what it sent before may still be unread. */
    DEPARTED,
    /** The connection is dead. */
    GONE;

    // The states of tcp(7), in the kernel's numbers.
    private static final int TCP_CLOSE = 7;
    private static final int TCP_CLOSE_WAIT = 8;

    /**
     * Asks the kernel. Netty's auto-read, off for a publisher that is held, hides the end of its
     * stream. Systems without epoll do not tell: there a held publisher's end shows when it is read
     * again.
     */
    static PeerState of(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket)) {
            return PRESENT;
        }
        try {
            return switch (socket.tcpInfo(new EpollTcpInfo()).state()) {
                case TCP_CLOSE -> GONE;
                case TCP_CLOSE_WAIT -> DEPARTED;
                default -> PRESENT;
            };
        } catch (ChannelException e) {
            return GONE;
        }
    }
}
