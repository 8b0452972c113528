package dev.automat.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The way to a server, with everything that a network does to it. Virtual threads carry bytes. */
public final class TcpProxy implements AutoCloseable {

    /** One connection through the proxy. */
    private static final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean isHole;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    private final ServerSocket listener = new ServerSocket();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int targetPort;
    private volatile long answerDelayNanos;
    private volatile boolean isRefusing;
    private volatile boolean isHolding;

    private TcpProxy(int targetPort) throws IOException {
        this.targetPort = targetPort;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A proxy on a free port that leads to one of this machine. */
    public static TcpProxy to(int port) {
        try {
            var proxy = new TcpProxy(port);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** New connections lead elsewhere from now on. */
    public void leadTo(int port) {
        targetPort = port;
    }

    /** New connections are closed at once, or not any more. */
    public void refuse(boolean refuses) {
        isRefusing = refuses;
    }

    /** Answers take this much longer. */
    public void delayAnswers(long nanos) {
        answerDelayNanos = nanos;
    }

    /** Answers wait until they are let through. */
    public void holdAnswers(boolean holds) {
        isHolding = holds;
    }

    /** Connections that there are carry nothing any more, and look as if they did. */
    public void becomeHole() {
        links.forEach(link -> link.isHole = true);
    }

    /** Connections that there are end with a reset. */
    public void reset() {
        links.forEach(TcpProxy::reset);
        links.clear();
    }

    private static void reset(Link link) {
        reset(link.client);
        reset(link.server);
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // Closed already.
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            if (isRefusing) {
                reset(client);
                return;
            }
            var server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var link = new Link(client, server);
            links.add(link);
            Thread.startVirtualThread(() -> carry(link, client, server, false));
            carry(link, server, client, true);
        } catch (IOException _) {
            reset(client);
        }
    }

    private void carry(Link link, Socket from, Socket to, boolean areAnswers) {
        var buffer = new byte[16_384];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (areAnswers && answerDelayNanos > 0) {
                    LockSupport.parkNanos(answerDelayNanos);
                }
                while (areAnswers && isHolding) {
                    LockSupport.parkNanos(1_000_000);
                }
                if (!link.isHole) {
                    to.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException _) {
            // Closed by either side, or reset.
        }
        if (!link.isHole) {
            close(link);
        }
    }

    private void close(Link link) {
        links.remove(link);
        try (var _ = link.client;
                var _ = link.server) {
            // Both, whatever the first says.
        } catch (IOException _) {
            // Closed already.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }
}
