package dev.automat.zmtp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection up: connects, and again after a pause whenever that fails or ends. All state
 * belongs to one event loop, the connection's.
 */
final class Connector {

    private static final Logger log = LoggerFactory.getLogger(Connector.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_DOUBLINGS = 20;

    private final SocketCore core;
    private final Transport transport;
    private final EventLoop loop;
    private final InetSocketAddress address;
    private @Nullable PeerConnection current;
    private int failures;
    private boolean saidDown;

    Connector(SocketCore core, Transport transport, InetSocketAddress address) {
        this.core = core;
        this.transport = transport;
        this.address = address;
        loop = transport.loops().next();
    }

    void start() {
        loop.execute(this::tryToConnect);
    }

    private void tryToConnect() {
        if (core.isStopping()) {
            return;
        }
        if (address.isUnresolved()) {
            // Looking a name up blocks, and Java has no other way to ask the system.
            Thread.ofVirtual().name("zmtp-resolve").start(this::resolve);
        } else {
            connect(address);
        }
    }

    private void resolve() {
        try {
            var host = InetAddress.getByName(address.getHostString());
            loop.execute(() -> connect(new InetSocketAddress(host, address.getPort())));
        } catch (UnknownHostException e) {
            loop.execute(() -> down("host is unknown"));
        }
    }

    private void connect(InetSocketAddress resolved) {
        var attempt =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.channel())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                        .handler(equipment(resolved))
                        .connect(resolved);
        attempt.addListener(done -> {
            if (done.isSuccess()) {
                attempt.channel().closeFuture().addListener(_ -> ended());
            } else {
                down("cannot connect");
            }
        });
    }

    private ChannelInitializer<Channel> equipment(InetSocketAddress resolved) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                current = core.connecting(channel, resolved);
            }
        };
    }

    private void ended() {
        if (current != null && current.isEstablished()) {
            failures = 0;
            saidDown = false;
        }
        down("connection ended");
    }

    private void down(String why) {
        if (core.isStopping()) {
            return;
        }
        if (!saidDown) {
            saidDown = true;
            log.info("No connection to {} ({}), trying until there is one", address, why);
        }
        var _ = loop.schedule(this::tryToConnect, pauseMillis(failures++), TimeUnit.MILLISECONDS);
    }

    private long pauseMillis(int doublings) {
        var range = core.options().reconnect();
        long grown = range.shorter().toMillis() << Math.min(doublings, MAX_DOUBLINGS);
        long most = Math.min(grown, range.longer().toMillis());
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }
}
