package dev.automat.zmtp;

import dev.automat.zmtp.wire.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection and what the socket keeps for it; {@link PeerHandler} reads its bytes. */
final class PeerConnection implements Peer {

    private static final Logger log = LoggerFactory.getLogger(PeerConnection.class);
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final SocketCore core;
    private final Channel channel;
    private final boolean inbound;
    private final InetSocketAddress remoteAddress;
    private final Outbox outbox;
    private final Subscriptions subscriptions = new Subscriptions();
    private final AtomicReference<DisconnectReason> reason = new AtomicReference<>();
    private volatile String socketType = "";
    private volatile int minorVersion;
    private long receivedInRead;

    PeerConnection(
            SocketCore core, Channel channel, InetSocketAddress remoteAddress, boolean inbound) {
        this.core = core;
        this.channel = channel;
        this.inbound = inbound;
        this.remoteAddress = remoteAddress;
        outbox = new Outbox(channel, core.options().limits(), core.meters());
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public boolean isInbound() {
        return inbound;
    }

    @Override
    public String socketType() {
        return socketType;
    }

    @Override
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void disconnect() {
        close(DisconnectReason.DISCONNECTED);
    }

    boolean isEstablished() {
        return !socketType.isEmpty();
    }

    void established(String peerType, int minorVersion) {
        this.minorVersion = minorVersion;
        socketType = peerType;
    }

    /** The minor version of ZMTP 3 spoken with this peer. */
    int minorVersion() {
        return minorVersion;
    }

    /** What waits to be sent to this peer. */
    Outbox outbox() {
        return outbox;
    }

    /** What this peer subscribed to. */
    Subscriptions subscriptions() {
        return subscriptions;
    }

    Channel channel() {
        return channel;
    }

    DisconnectReason reason() {
        var given = reason.get();
        return given == null ? DisconnectReason.CLOSED_BY_PEER : given;
    }

    /** Sends frames past the messages that wait; takes over the buffer. */
    void sendNow(ByteBuf frames) {
        var _ = channel.writeAndFlush(frames, channel.voidPromise());
    }

    void countReceived() {
        receivedInRead++;
    }

    /** The messages received since the last call. Called on the event loop. */
    long takeReceived() {
        long count = receivedInRead;
        receivedInRead = 0;
        return count;
    }

    /** Closes the connection; the first reason given is the one that counts. */
    void close(DisconnectReason why) {
        reason.compareAndSet(null, why);
        closeChannel();
    }

    /** Closes the connection, counts why and says so once. */
    void close(Violation violation, String detail) {
        var why =
                violation == Violation.SILENT
                        ? DisconnectReason.SILENT
                        : DisconnectReason.VIOLATION;
        if (reason.compareAndSet(null, why)) {
            core.meters().count(violation);
            core.throttle()
                    .log(hidden ->
                            log.warn(
                                    "Closed connection {}: {}, {} ({} more unsaid)",
                                    id,
                                    violation,
                                    detail,
                                    hidden));
        }
        closeChannel();
    }

    /** Closes the connection once what waits is written, at the latest after {@code linger}. */
    void finish(Duration linger) {
        var loop = channel.eventLoop();
        loop.execute(() -> {
            reason.compareAndSet(null, DisconnectReason.SOCKET_CLOSED);
            outbox.finish();
            var _ = loop.schedule(this::closeChannel, linger.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void closeChannel() {
        var _ = channel.close();
    }
}
