package dev.automat.bench.metrics;

import dev.automat.zmtp.ZmtpLimits;
import dev.automat.zmtp.ZmtpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** A PULL socket that takes messages and throws them away: with our library, or with JeroMQ. */
final class BareReceivers {

    private static final int MOST_CONNECTIONS = 10_000;

    private BareReceivers() {}

    /** Binds the port; {@code zmtp} or {@code jeromq} as the first argument, the port second. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("zmtp")) {
            zmtp(port);
        } else {
            jeromq(port);
        }
    }

    private static void zmtp(int port) throws Exception {
        long[] bytes = new long[1];
        try (var _ =
                ZmtpSocket.pull()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .limits(
                                ZmtpLimits.defaults()
                                        .withMaxConnections(MOST_CONNECTIONS, MOST_CONNECTIONS)
                                        .withTimeouts(
                                                Duration.ofSeconds(60), Duration.ofSeconds(60)))
                        .threads(1)
                        .onMessage((_, message) -> bytes[0] += message.sizeOf(0))
                        .start()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)) {
            Thread.currentThread().join();
        }
    }

    private static void jeromq(int port) {
        long bytes = 0;
        try (var context = new ZContext()) {
            var socket = context.createSocket(SocketType.PULL);
            socket.bind("tcp://127.0.0.1:" + port);
            while (!Thread.currentThread().isInterrupted()) {
                var message = socket.recv();
                bytes += message == null ? 0 : message.length;
            }
        }
        System.out.println(bytes);
    }
}
