package dev.automat.zmtp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The addresses that a socket listens at. */
final class Listeners {

    private static final int BACKLOG = 1_024;

    private final SocketCore core;
    private final ServerBootstrap bootstrap;
    private final List<ChannelFuture> attempts = new ArrayList<>();

    Listeners(SocketCore core, Transport transport) {
        this.core = core;
        bootstrap =
                new ServerBootstrap()
                        .group(transport.loops())
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childHandler(equipment());
    }

    private ChannelInitializer<Channel> equipment() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                core.accept(channel);
            }
        };
    }

    /** Binds all addresses; called once. Fails when one of them cannot be bound. */
    CompletableFuture<Void> bind(List<InetSocketAddress> addresses) {
        return CompletableFuture.allOf(
                addresses.stream().map(this::bind).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> bind(InetSocketAddress address) {
        var bound = new CompletableFuture<Void>();
        var attempt = bootstrap.bind(address);
        attempts.add(attempt);
        attempt.addListener(done -> {
            if (done.isSuccess()) {
                bound.complete(null);
            } else {
                bound.completeExceptionally(refused(address, done.cause()));
            }
        });
        return bound;
    }

    private static BindException refused(InetSocketAddress address, Throwable cause) {
        var refused = new BindException("Cannot listen at " + address + ": " + cause.getMessage());
        refused.initCause(cause);
        return refused;
    }

    List<InetSocketAddress> localAddresses() {
        return attempts.stream()
                .map(attempt -> (InetSocketAddress) attempt.channel().localAddress())
                .toList();
    }

    CompletableFuture<Void> close() {
        return CompletableFuture.allOf(
                attempts.stream()
                        .map(attempt -> Futures.of(attempt.channel().close()))
                        .toArray(CompletableFuture<?>[]::new));
    }
}
