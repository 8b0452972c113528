package dev.automat.zmtp;

import dev.automat.zmtp.wire.Frames;
import dev.automat.zmtp.wire.SocketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZeroMQ socket: any number of connections, made and accepted, behind one sender or listener.
 *
 * <pre>{@code
 * var socket = ZmtpSocket.sub()
 *         .bind(new InetSocketAddress("127.0.0.1", 5555))
 *         .onMessage((peer, message) -> take(message.part(0)))
 *         .start();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class ZmtpSocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ZmtpSocket.class);
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(10);

    private final SocketOptions options;
    private final SocketCore core;
    private final Transport transport;
    private final Listeners listeners;
    private final AtomicReference<CompletableFuture<Void>> stopped = new AtomicReference<>();
    private volatile List<InetSocketAddress> localAddresses = List.of();

    private ZmtpSocket(SocketOptions options) {
        this.options = options;
        core = new SocketCore(options);
        transport = Transport.of(options);
        listeners = new Listeners(core, transport);
    }

    /** Begins a socket that sends every message to all peers that subscribed to it. */
    public static ZmtpSocketBuilder pub() {
        return new ZmtpSocketBuilder(SocketType.PUB);
    }

    /** Begins a socket that receives what it subscribes to. */
    public static ZmtpSocketBuilder sub() {
        return new ZmtpSocketBuilder(SocketType.SUB);
    }

    /** Begins a socket that sends every message to one of its peers, in turn. */
    public static ZmtpSocketBuilder push() {
        return new ZmtpSocketBuilder(SocketType.PUSH);
    }

    /** Begins a socket that receives from all its peers. */
    public static ZmtpSocketBuilder pull() {
        return new ZmtpSocketBuilder(SocketType.PULL);
    }

    static CompletionStage<ZmtpSocket> start(SocketOptions options) {
        var socket = new ZmtpSocket(options);
        return socket.listeners
                .bind(options.binds())
                .thenApply(_ -> socket.bound())
                .exceptionallyCompose(socket::refused);
    }

    private ZmtpSocket bound() {
        localAddresses = listeners.localAddresses();
        options.connects().forEach(to -> new Connector(core, transport, to).start());
        log.info("{} socket started, listening at {}", options.type(), localAddresses);
        return this;
    }

    private CompletionStage<ZmtpSocket> refused(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return stop().toCompletableFuture().thenCompose(_ -> CompletableFuture.failedFuture(cause));
    }

    /** The addresses bound, in the order of the builder's calls, with the ports picked for 0. */
    public List<InetSocketAddress> localAddresses() {
        return localAddresses;
    }

    /**
     * Sends one message of one or more parts.
     *
     * <p>A PUB socket gives it to every peer that subscribed to it; a peer whose queue is full
     * misses it, which is counted. A PUSH socket gives it to the next peer whose queue has room.
     *
     * @return whether the message was taken: false when the socket is closed, and for a PUSH socket
     *     when it has no peer or all their queues are full
     * @throws IllegalStateException when the socket is a SUB or PULL socket
     */
    public boolean send(byte[]... parts) {
        var sender = sender(parts.length);
        return !core.isStopping()
                && sender.send(Frames.message(ByteBufAllocator.DEFAULT, parts), parts[0].length);
    }

    /**
     * Sends one message of one or more parts, as {@link #send(byte[]...)} does. Takes over the
     * buffers: they are released in any case.
     */
    public boolean send(ByteBuf... parts) {
        try {
            var sender = sender(parts.length);
            return !core.isStopping()
                    && sender.send(
                            Frames.message(ByteBufAllocator.DEFAULT, parts),
                            parts[0].readableBytes());
        } finally {
            for (var part : parts) {
                part.release();
            }
        }
    }

    private Pattern.Sender sender(int parts) {
        if (parts == 0) {
            throw new IllegalArgumentException("A message needs at least one part");
        }
        if (core.pattern() instanceof Pattern.Sender sender) {
            return sender;
        }
        throw new IllegalStateException("A " + options.type() + " socket does not send");
    }

    /**
     * Subscribes to messages that start with a prefix. Subscriptions count: two of the same prefix
     * need two cancellations.
     *
     * @throws IllegalStateException when the socket is no SUB socket
     */
    public void subscribe(byte[] prefix) {
        subscriber().subscribe(Prefix.of(prefix));
    }

    /**
     * Takes one subscription to a prefix back; without one it does nothing.
     *
     * @throws IllegalStateException when the socket is no SUB socket
     */
    public void unsubscribe(byte[] prefix) {
        subscriber().unsubscribe(Prefix.of(prefix));
    }

    private Subscriber subscriber() {
        if (core.pattern() instanceof Subscriber subscriber) {
            return subscriber;
        }
        throw new IllegalStateException("A " + options.type() + " socket has no subscriptions");
    }

    /** What the socket has done until now. */
    public ZmtpCounters counters() {
        return core.counters();
    }

    /**
     * Closes the socket: releases its ports at once, writes out what waits within the builder's
     * linger, then closes all connections and the event loops that it made.
     *
     * @return completes when all is closed; never fails
     */
    public CompletionStage<Void> stop() {
        var mine = new CompletableFuture<Void>();
        var earlier = stopped.compareAndExchange(null, mine);
        if (earlier != null) {
            return earlier;
        }
        var connections = core.stopAccepting();
        var gone = connections.stream().map(PeerConnection::channel).map(Channel::closeFuture);
        connections.forEach(connection -> connection.finish(options.linger()));
        var _ =
                CompletableFuture.allOf(
                                Stream.concat(Stream.of(listeners.close()), gone.map(Futures::of))
                                        .toArray(CompletableFuture<?>[]::new))
                        .thenCompose(_ -> transport.close())
                        .thenRun(() -> mine.complete(null));
        return mine;
    }

    /** Does what {@link #stop()} does and waits for it, unless called on an event loop. */
    @Override
    public void close() {
        var closing = stop().toCompletableFuture();
        if (!transport.isOwnThread()) {
            closing.completeOnTimeout(null, CLOSING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
