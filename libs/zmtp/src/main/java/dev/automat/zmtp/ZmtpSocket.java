package dev.automat.zmtp;

import dev.automat.zmtp.wire.SocketType;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
@SuppressWarnings("DoNotCallSuggester") // The wire protocol is not there yet.
public final class ZmtpSocket implements AutoCloseable {

    private ZmtpSocket() {}

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
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException(options.type().name()));
    }

    /** The addresses bound, in the order of the builder's calls, with the ports picked for 0. */
    public List<InetSocketAddress> localAddresses() {
        throw unfinished();
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
        throw unfinished();
    }

    /**
     * Sends one message of one or more parts, as {@link #send(byte[]...)} does. Takes over the
     * buffers: they are released in any case.
     */
    public boolean send(ByteBuf... parts) {
        throw unfinished();
    }

    /**
     * Subscribes to messages that start with a prefix. Subscriptions count: two of the same prefix
     * need two cancellations.
     *
     * @throws IllegalStateException when the socket is no SUB socket
     */
    public void subscribe(byte[] prefix) {
        throw unfinished();
    }

    /** Takes one subscription to a prefix back; without one it does nothing. */
    public void unsubscribe(byte[] prefix) {
        throw unfinished();
    }

    /** What the socket has done until now. */
    public ZmtpCounters counters() {
        throw unfinished();
    }

    /**
     * Closes the socket: releases its ports at once, writes out what waits within the builder's
     * linger, then closes all connections and the event loops that it made.
     *
     * @return completes when all is closed; never fails
     */
    public CompletionStage<Void> stop() {
        throw unfinished();
    }

    /** Does what {@link #stop()} does and waits for it, unless called on an event loop. */
    @Override
    public void close() {
        throw unfinished();
    }

    private static UnsupportedOperationException unfinished() {
        return new UnsupportedOperationException("The wire protocol is not there yet");
    }
}
