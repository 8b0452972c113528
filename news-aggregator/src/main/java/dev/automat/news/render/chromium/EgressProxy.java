package dev.automat.news.render.chromium;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browser's only way out: a SOCKS 5 proxy (RFC 1928) on the loopback that resolves names itself
 * and asks the guard about each address it connects to.
 *
 * <p>Checking requests inside the browser instead would miss WebSockets, workers and new windows,
 * and would check another look-up of the name than the browser then uses. Whoever else finds the
 * port reaches no more than the public Internet. Its sockets block, so each connection has two
 * virtual threads.
 */
final class EgressProxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EgressProxy.class);
    private static final int VERSION = 5;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_FAILURES = 512;
    private static final int SILENCE_MILLIS = 120_000;
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final AddressGuard guard;
    private final ServerSocket server;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private final Map<String, RenderFailedException> failures = new ConcurrentHashMap<>();

    private EgressProxy(AddressGuard guard, ServerSocket server) {
        this.guard = guard;
        this.server = server;
    }

    static EgressProxy open(AddressGuard guard) throws IOException {
        var server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        var proxy = new EgressProxy(guard, server);
        var _ = Thread.ofVirtual().name("chromium-egress").start(proxy::accept);
        return proxy;
    }

    String address() {
        return "socks5://127.0.0.1:" + server.getLocalPort();
    }

    /** Why the last connection to a host failed, if it did. */
    @Nullable RenderFailedException lastFailure(String host, int port) {
        return failures.get(host + ":" + port);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (free.tryAcquire()) {
                    var _ = Thread.ofVirtual().name("chromium-tunnel").start(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                log.debug("The egress proxy took no connection", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(Math.toIntExact(HANDSHAKE_TIMEOUT.toMillis()));
            var in = new DataInputStream(client.getInputStream());
            var out = client.getOutputStream();
            greet(in, out);
            var target = target(in);
            try (var upstream = connect(target)) {
                reply(out, 0);
                client.setSoTimeout(SILENCE_MILLIS);
                upstream.setSoTimeout(SILENCE_MILLIS);
                relay(client, upstream);
            } catch (RenderFailedException failure) {
                remember(target, failure);
                reply(out, code(failure.failure()));
            }
        } catch (IOException e) {
            log.debug("A tunnel of Chromium's ended early", e);
        } finally {
            free.release();
        }
    }

    private static void greet(DataInputStream in, OutputStream out) throws IOException {
        if (in.readUnsignedByte() != VERSION) {
            throw new IOException("No SOCKS 5 greeting");
        }
        in.skipNBytes(in.readUnsignedByte());
        out.write(new byte[] {VERSION, 0});
    }

    private static Target target(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        int command = in.readUnsignedByte();
        in.skipNBytes(1);
        if (version != VERSION || command != CONNECT) {
            throw new IOException("No SOCKS 5 CONNECT");
        }
        var host =
                switch (in.readUnsignedByte()) {
                    case IPV4 -> literal(in, 4);
                    case IPV6 -> literal(in, 16);
                    case NAME ->
                            new String(
                                    in.readNBytes(in.readUnsignedByte()),
                                    StandardCharsets.US_ASCII);
                    default -> throw new IOException("No SOCKS 5 address");
                };
        return new Target(host, in.readUnsignedShort());
    }

    private static String literal(DataInputStream in, int length) throws IOException {
        return InetAddress.getByAddress(in.readNBytes(length)).getHostAddress();
    }

    private Socket connect(Target target) {
        var addresses = guard.resolve(target.host, target.port);
        for (var address : addresses.subList(0, addresses.size() - 1)) {
            try {
                return connect(target, address);
            } catch (RenderFailedException _) {
                // The next address may answer; the last one's failure is told.
            }
        }
        return connect(target, addresses.getLast());
    }

    private static Socket connect(Target target, InetAddress address) {
        var socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(address, target.port),
                    Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw failure(target, e);
        }
    }

    private static RenderFailedException failure(Target target, IOException cause) {
        return switch (cause) {
            case SocketTimeoutException _ ->
                    new RenderFailedException(
                            RenderFailure.TIMEOUT,
                            target.host + " does not accept connections",
                            cause);
            case ConnectException _ when String.valueOf(cause.getMessage()).contains("refused") ->
                    new RenderFailedException(
                            RenderFailure.REFUSED, target.host + " refuses connections", cause);
            default ->
                    new RenderFailedException(
                            RenderFailure.UNREACHABLE, "No answer from " + target.host, cause);
        };
    }

    private static void relay(Socket client, Socket upstream) {
        var back =
                Thread.ofVirtual().name("chromium-tunnel-back").start(() -> copy(upstream, client));
        copy(client, upstream);
        try {
            back.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // One side is gone, so the other has nobody to talk to.
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("A socket did not close", e);
        }
    }

    private void remember(Target target, RenderFailedException failure) {
        if (failures.size() >= MAX_FAILURES) {
            failures.clear();
        }
        failures.put(target.host + ":" + target.port, failure);
    }

    private static int code(RenderFailure failure) {
        return switch (failure) {
            case ADDRESS_BLOCKED -> 2;
            case DNS, TIMEOUT -> 4;
            case REFUSED -> 5;
            default -> 1;
        };
    }

    private static void reply(OutputStream out, int code) throws IOException {
        out.write(new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0});
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.debug("The egress proxy did not close", e);
        }
    }

    private record Target(String host, int port) {}
}
