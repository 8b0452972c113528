package dev.automat.zmtp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * Event loops and the channels that fit them: epoll where it is there, NIO elsewhere.
 *
 * @param owned whether the socket made the loops, and has to end them
 */
record Transport(
        EventLoopGroup loops,
        boolean owned,
        Class<? extends ServerSocketChannel> serverChannel,
        Class<? extends SocketChannel> channel) {

    static Transport of(SocketOptions options) {
        var given = options.loops();
        if (given != null) {
            boolean epoll =
                    given.next() instanceof IoEventLoop loop && loop.isIoType(EpollIoHandler.class);
            return of(given, false, epoll);
        }
        boolean epoll = Epoll.isAvailable();
        var name = "zmtp-" + options.type().name().toLowerCase(Locale.ROOT);
        var loops =
                new MultiThreadIoEventLoopGroup(
                        options.threads(),
                        new DefaultThreadFactory(name, true),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        return of(loops, true, epoll);
    }

    private static Transport of(EventLoopGroup loops, boolean owned, boolean epoll) {
        return epoll
                ? new Transport(
                        loops, owned, EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new Transport(loops, owned, NioServerSocketChannel.class, NioSocketChannel.class);
    }

    boolean isOwnThread() {
        return StreamSupport.stream(loops.spliterator(), false)
                .anyMatch(EventExecutor::inEventLoop);
    }

    /** Ends the loops that the socket made. */
    CompletableFuture<Void> close() {
        return owned
                ? Futures.of(loops.shutdownGracefully(0, 1, TimeUnit.SECONDS))
                : CompletableFuture.completedFuture(null);
    }
}
