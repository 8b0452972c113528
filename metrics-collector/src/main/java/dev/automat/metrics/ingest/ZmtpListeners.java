package dev.automat.metrics.ingest;

import dev.automat.metrics.sample.Rejection;
import dev.automat.metrics.sample.SampleParser;
import dev.automat.metrics.sample.Sender;
import dev.automat.web.listener.ListenerGuard;
import dev.automat.zmtp.Message;
import dev.automat.zmtp.Peer;
import dev.automat.zmtp.ZmtpLimits;
import dev.automat.zmtp.ZmtpSocket;
import dev.automat.zmtp.ZmtpSocketBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
            opened.add(open("automat.metrics.sub", sub.address(), sub.port(), ZmtpSocket.sub()));
            opened.add(
                    open("automat.metrics.pull", pull.address(), pull.port(), ZmtpSocket.pull()));
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

    private ZmtpSocket open(String property, String address, int port, ZmtpSocketBuilder socket) {
        InetAddress permitted = guard.permit(property + ".address", address);
        var limits =
                ZmtpLimits.defaults()
                        .withMaxBytes(SampleParser.MAX_BYTES, SampleParser.MAX_BYTES)
                        .withMaxParts(MAX_PARTS)
                        .withMaxConnections(properties.maxConnections(), MAX_HANDSHAKES);
        try {
            return socket.bind(new InetSocketAddress(permitted, port))
                    .limits(limits)
                    .onMessage(this::received)
                    .start()
                    .toCompletableFuture()
                    .orTimeout(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new ListenerFailedException(property + ".port", port, e);
        }
    }

    private void received(Peer peer, Message message) {
        var sender = new Sender(peer.id(), peer.remoteAddress().toString());
        if (message.parts() == 1) {
            intake.receive(sender, message.part(0).nioBuffer());
        } else {
            intake.reject(sender, Rejection.MULTIPART);
        }
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
}
