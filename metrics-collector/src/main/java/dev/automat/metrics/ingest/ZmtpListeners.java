package dev.automat.metrics.ingest;

import dev.automat.metrics.sample.Rejection;
import dev.automat.metrics.sample.SampleParser;
import dev.automat.metrics.sample.Sender;
import dev.automat.web.listener.ListenerGuard;
import dev.automat.zmtp.DisconnectReason;
import dev.automat.zmtp.Message;
import dev.automat.zmtp.Peer;
import dev.automat.zmtp.PeerListener;
import dev.automat.zmtp.ZmtpLimits;
import dev.automat.zmtp.ZmtpSocket;
import dev.automat.zmtp.ZmtpSocketBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The two ZeroMQ sockets that apps connect to: SUB for publishers, PULL for pushers. */
@Component
final class ZmtpListeners implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ZmtpListeners.class);
    private static final int MAX_HANDSHAKES = 1_024;
    private static final int MAX_PARTS = 16;
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(5);

    private final IngestProperties properties;
    private final ListenerGuard guard;
    private final SampleIntake intake;
    private final Map<Peer, Sender> senders = new ConcurrentHashMap<>();
    private volatile List<ZmtpSocket> sockets = List.of();

    ZmtpListeners(
            IngestProperties properties,
            ListenerGuard guard,
            SampleIntake intake,
            MeterRegistry meters) {
        this.properties = properties;
        this.guard = guard;
        this.intake = intake;
        Gauge.builder("automat.metrics.connections", this, ZmtpListeners::connections)
                .description("ZeroMQ peers connected")
                .register(meters);
    }

    @Override
    public void start() {
        var sub = properties.sub();
        var pull = properties.pull();
        var opened = new ArrayList<ZmtpSocket>();
        try {
            var subAt = permitted("automat.metrics.sub", sub.address(), sub.security());
            opened.add(
                    open(
                            "automat.metrics.sub",
                            subAt,
                            sub.port(),
                            secured(ZmtpSocket.sub(), sub.security())));
            var pullAt = permitted("automat.metrics.pull", pull.address(), pull.security());
            opened.add(
                    open(
                            "automat.metrics.pull",
                            pullAt,
                            pull.port(),
                            secured(ZmtpSocket.pull(), pull.security())));
        } catch (RuntimeException e) {
            opened.forEach(ZmtpSocket::close);
            throw e;
        }
        sockets = List.copyOf(opened);
        log.info(
                "Taking samples from PUB sockets at {}, from PUSH sockets at {}",
                endpoint(0),
                endpoint(1));
    }

    private static ZmtpSocketBuilder secured(
            ZmtpSocketBuilder socket, SecurityProperties security) {
        return socket.security(security.mechanism());
    }

    /** A listener that knows its peers and seals what they say may be anywhere. */
    private InetAddress permitted(String property, String address, SecurityProperties security) {
        var name = property + ".address";
        if (!security.isSealed()) {
            return guard.permit(name, address);
        }
        try {
            return InetAddress.getByName(address.isBlank() ? "0.0.0.0" : address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    name + " names the host " + address + ", which does not resolve", e);
        }
    }

    private ZmtpSocket open(
            String property, InetAddress permitted, int port, ZmtpSocketBuilder socket) {
        var limits =
                ZmtpLimits.defaults()
                        .withMaxBytes(SampleParser.MAX_BYTES, SampleParser.MAX_BYTES)
                        .withMaxParts(MAX_PARTS)
                        .withMaxConnections(properties.maxConnections(), MAX_HANDSHAKES);
        try {
            return socket.bind(new InetSocketAddress(permitted, port))
                    .limits(limits)
                    .onMessage(this::received)
                    .onPeer(new Departures())
                    .start()
                    .toCompletableFuture()
                    .orTimeout(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new ListenerFailedException(property + ".port", port, e);
        }
    }

    private void received(Peer peer, Message message) {
        var sender = senders.computeIfAbsent(peer, ZmtpListeners::senderOf);
        if (message.parts() == 1) {
            var _ = intake.receive(sender, message.part(0).nioBuffer());
        } else {
            intake.reject(sender, Rejection.MULTIPART);
        }
    }

    private static Sender senderOf(Peer peer) {
        var address = peer.remoteAddress();
        return new Sender(peer.id(), address.getHostString() + ":" + address.getPort());
    }

    /** Peers connected to either socket. */
    int connections() {
        return sockets.stream().mapToInt(socket -> socket.counters().peers()).sum();
    }

    /** Connections closed because the peer did not speak ZeroMQ or passed a limit. */
    long violations() {
        return sockets.stream().mapToLong(socket -> socket.counters().allViolations()).sum();
    }

    /** Where PUB sockets connect; empty while it is not bound. */
    String subEndpoint() {
        return endpoint(0);
    }

    /** Where PUSH sockets connect; empty while it is not bound. */
    String pullEndpoint() {
        return endpoint(1);
    }

    private String endpoint(int index) {
        var bound = sockets;
        if (bound.isEmpty()) {
            return "";
        }
        var address = bound.get(index).localAddresses().getFirst();
        return "tcp://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        var closing =
                sockets.stream()
                        .map(socket -> socket.stop().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        sockets = List.of();
        var _ = CompletableFuture.allOf(closing).whenComplete((_, _) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return !sockets.isEmpty();
    }

    private final class Departures implements PeerListener {

        @Override
        public void disconnected(Peer peer, DisconnectReason reason) {
            senders.remove(peer);
        }
    }
}
