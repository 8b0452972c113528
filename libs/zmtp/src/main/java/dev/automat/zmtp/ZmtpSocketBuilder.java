package dev.automat.zmtp;

import dev.automat.zmtp.SocketOptions.Range;
import dev.automat.zmtp.wire.Mechanism;
import dev.automat.zmtp.wire.NullMechanism;
import dev.automat.zmtp.wire.SocketType;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Collects what a socket needs to know before it starts. Not safe for use by several threads. */
public final class ZmtpSocketBuilder {

    private final SocketType type;
    private Mechanism mechanism = NullMechanism.INSTANCE;
    private final List<InetSocketAddress> binds = new ArrayList<>();
    private final List<InetSocketAddress> connects = new ArrayList<>();
    private final List<Prefix> subscriptions = new ArrayList<>();
    private ZmtpLimits limits = ZmtpLimits.defaults();
    private MessageListener onMessage = (peer, message) -> {};
    private PeerListener onPeer = new PeerListener() {};
    private Range reconnect = new Range(Duration.ofMillis(100), Duration.ofSeconds(2));
    private Range heartbeat = new Range(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private Duration linger = Duration.ofSeconds(1);
    private int threads = 1;
    private @Nullable EventLoopGroup loops;

    ZmtpSocketBuilder(SocketType type) {
        this.type = type;
    }

    /** Listens at an address, as well; port 0 picks a free one. */
    public ZmtpSocketBuilder bind(InetSocketAddress address) {
        binds.add(address);
        return this;
    }

    /**
     * Connects to an address, as well, and again whenever the connection is lost. The host of an
     * {@linkplain InetSocketAddress#createUnresolved unresolved} address is looked up at every try.
     */
    public ZmtpSocketBuilder connect(InetSocketAddress address) {
        connects.add(address);
        return this;
    }

    /**
     * Subscribes a SUB socket to the messages whose first part starts with the bytes of a text, as
     * well. A SUB socket without a subscription of its own subscribes to everything.
     *
     * @throws IllegalStateException when the socket is no SUB socket
     */
    public ZmtpSocketBuilder subscribe(String prefix) {
        return subscribe(prefix.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Subscribes a SUB socket to the messages whose first part starts with these bytes, as well.
     *
     * @throws IllegalStateException when the socket is no SUB socket
     */
    public ZmtpSocketBuilder subscribe(byte[] prefix) {
        if (type != SocketType.SUB) {
            throw new IllegalStateException("A " + type + " socket has no subscriptions");
        }
        subscriptions.add(Prefix.of(prefix));
        return this;
    }

    /**
     * Sets how the socket and its peers get to trust each other: not at all by default. Either side
     * may be the one that binds.
     */
    public ZmtpSocketBuilder security(Mechanism mechanism) {
        this.mechanism = mechanism;
        return this;
    }

    /** Replaces {@link ZmtpLimits#defaults()}. */
    public ZmtpSocketBuilder limits(ZmtpLimits limits) {
        this.limits = limits;
        return this;
    }

    /** Sets who receives the messages of a SUB or PULL socket. */
    public ZmtpSocketBuilder onMessage(MessageListener listener) {
        onMessage = listener;
        return this;
    }

    /** Sets who hears of peers that come and go. */
    public ZmtpSocketBuilder onPeer(PeerListener listener) {
        onPeer = listener;
        return this;
    }

    /**
     * Sets the pauses between tries to connect: 100 ms to 2 s by default. They double from the
     * first to the longest and vary by chance, down to half, so that many peers of a restarted one
     * do not come at once.
     */
    public ZmtpSocketBuilder reconnect(Duration first, Duration longest) {
        reconnect = range("reconnect", first, longest);
        return this;
    }

    /**
     * Sets how often a peer is asked for a sign of life, and how long it may stay silent before its
     * connection is closed: 10 s and 30 s by default. Peers that speak ZMTP 3.0 do not know
     * heartbeats and are not asked.
     */
    public ZmtpSocketBuilder heartbeat(Duration interval, Duration timeout) {
        heartbeat = range("heartbeat", interval, timeout);
        return this;
    }

    /** Sets how long messages that wait may still be written on close: 1 s by default. */
    public ZmtpSocketBuilder linger(Duration linger) {
        this.linger = linger;
        return this;
    }

    /**
     * Sets the number of event loops that the socket makes for itself: 1 by default. With one,
     * listeners are never called at the same time.
     */
    public ZmtpSocketBuilder threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, is " + threads);
        }
        this.threads = threads;
        return this;
    }

    /** Uses the caller's event loops; the socket does not shut them down. */
    public ZmtpSocketBuilder eventLoops(EventLoopGroup loops) {
        this.loops = loops;
        return this;
    }

    /**
     * Starts the socket.
     *
     * @return the socket, once every address to bind is bound; connections that it makes itself
     *     come up in the background. Fails with the cause when an address cannot be bound; nothing
     *     stays open then
     * @throws IllegalStateException when there is neither an address to bind nor to connect to
     */
    public CompletionStage<ZmtpSocket> start() {
        if (binds.isEmpty() && connects.isEmpty()) {
            throw new IllegalStateException("A socket needs an address to bind or to connect to");
        }
        var wanted =
                type == SocketType.SUB && subscriptions.isEmpty()
                        ? List.of(Prefix.of(new byte[0]))
                        : List.copyOf(subscriptions);
        return ZmtpSocket.start(
                new SocketOptions(
                        type,
                        mechanism,
                        List.copyOf(binds),
                        List.copyOf(connects),
                        wanted,
                        limits,
                        onMessage,
                        onPeer,
                        reconnect,
                        heartbeat,
                        linger,
                        threads,
                        loops));
    }

    private static Range range(String name, Duration shorter, Duration longer) {
        if (shorter.toMillis() < 1 || longer.compareTo(shorter) < 0) {
            throw new IllegalArgumentException(
                    name + " needs 1 ms <= " + shorter + " <= " + longer);
        }
        return new Range(shorter, longer);
    }
}
