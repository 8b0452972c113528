package dev.automat.zmtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The sockets of one test, closed with it. */
final class Sockets implements AutoCloseable {

    static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Deque<ZmtpSocket> open = new ArrayDeque<>();

    ZmtpSocket start(ZmtpSocketBuilder builder) throws Exception {
        var socket =
                builder.reconnect(Duration.ofMillis(10), Duration.ofMillis(50))
                        .start()
                        .toCompletableFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        open.push(socket);
        return socket;
    }

    static InetSocketAddress addressOf(ZmtpSocket socket) {
        return socket.localAddresses().getFirst();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        open.forEach(ZmtpSocket::close);
    }
}
