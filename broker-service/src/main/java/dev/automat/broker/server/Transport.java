package dev.automat.broker.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * How Netty talks to sockets.
 *
 * @param io what its event loops wait with
 * @param serverChannel the sockets that belong to it
 */
record Transport(IoHandlerFactory io, Class<? extends ServerChannel> serverChannel) {

    /** epoll where the system has it, else the JDK's selectors. */
    static Transport best() {
        return Epoll.isAvailable()
                ? new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
                : new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }
}
