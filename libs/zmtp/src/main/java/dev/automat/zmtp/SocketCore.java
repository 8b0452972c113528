package dev.automat.zmtp;

import dev.automat.zmtp.wire.BufferBudget;
import dev.automat.zmtp.wire.Mechanism;
import dev.automat.zmtp.wire.Violation;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What all connections of one socket share, and the book of those that are open. */
final class SocketCore {

    private final SocketOptions options;
    private final Meters meters = new Meters();
    private final BufferBudget budget;
    private final Admission admission;
    private final Delivery delivery;
    private final Pattern pattern;
    private final LogThrottle throttle = new LogThrottle(System::nanoTime);
    private final Set<PeerConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    SocketCore(SocketOptions options) {
        this.options = options;
        budget = new BufferBudget(options.limits().maxBufferedBytes());
        admission = new Admission(options.limits());
        delivery = new Delivery(options, meters);
        pattern =
                switch (options.type()) {
                    case PUB -> new Publisher(options.limits(), meters);
                    case SUB -> new Subscriber(options, delivery, meters);
                    case PUSH -> new Pusher(meters);
                    case PULL -> new Puller(delivery);
                };
    }

    SocketOptions options() {
        return options;
    }

    Meters meters() {
        return meters;
    }

    BufferBudget budget() {
        return budget;
    }

    Pattern pattern() {
        return pattern;
    }

    LogThrottle throttle() {
        return throttle;
    }

    Mechanism mechanism() {
        return options.mechanism();
    }

    ZmtpCounters counters() {
        return meters.snapshot(budget);
    }

    /** Equips a channel that was accepted, or closes it when there are too many. */
    void accept(Channel channel) {
        var remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) {
            var _ = channel.close(); // The peer left before it was accepted.
            return;
        }
        var connection = new PeerConnection(this, channel, remote, true);
        if (!admission.enter(connection)) {
            connection.close(Violation.TOO_MANY_CONNECTIONS, "Socket has all it may have");
            return;
        }
        channel.closeFuture().addListener(_ -> admission.leave(connection));
        channel.pipeline().addLast(new PeerHandler(this, connection));
        admission
                .surplus()
                .ifPresent(oldest ->
                        oldest.close(
                                Violation.TOO_MANY_HANDSHAKES, "Newer connections take its place"));
    }

    /** Equips a channel that is about to connect. */
    PeerConnection connecting(Channel channel, InetSocketAddress remote) {
        var connection = new PeerConnection(this, channel, remote, false);
        channel.pipeline().addLast(new PeerHandler(this, connection));
        return connection;
    }

    void opened(PeerConnection connection) {
        meters.connections.increment();
        meters.handshakes.incrementAndGet();
        open.add(connection);
        if (stopping) {
            connection.close(DisconnectReason.SOCKET_CLOSED);
        }
    }

    void established(PeerConnection connection) {
        admission.handshakeDone(connection);
        meters.handshakes.decrementAndGet();
        // Joined first: who sees the peer counted may count on sending to it.
        pattern.joined(connection);
        meters.peers.incrementAndGet();
        delivery.connected(connection);
    }

    void closed(PeerConnection connection) {
        open.remove(connection);
        if (connection.isEstablished()) {
            meters.peers.decrementAndGet();
            pattern.left(connection);
            delivery.disconnected(connection, connection.reason());
        } else {
            meters.handshakes.decrementAndGet();
        }
    }

    /** From now on every new connection is closed at once. */
    Set<PeerConnection> stopAccepting() {
        stopping = true;
        return Set.copyOf(open);
    }

    boolean isStopping() {
        return stopping;
    }
}
