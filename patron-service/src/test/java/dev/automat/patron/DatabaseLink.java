package dev.automat.patron;

import dev.automat.test.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a database, which can be cut; virtual threads carry the bytes. */
final class DatabaseLink implements AutoCloseable {

    private final TestPostgres.Database target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    private DatabaseLink(TestPostgres.Database target) throws IOException {
        this.target = target;
        this.listener = listen(0);
    }

    static DatabaseLink to(TestPostgres.Database target) throws IOException {
        return new DatabaseLink(target);
    }

    private ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.startVirtualThread(() -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                var client = from.accept();
                sockets.add(client);
                var server = new Socket(target.host(), target.port());
                sockets.add(server);
                if (from.isClosed()) {
                    closeAll();
                }
                Thread.startVirtualThread(() -> carry(client, server));
                Thread.startVirtualThread(() -> carry(server, client));
            }
        } catch (IOException _) {
            // Closed: nobody gets through any more.
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Closed by either side, or by the cut.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Closes every connection and refuses new ones. */
    void cut() throws IOException {
        listener.close();
        closeAll();
    }

    private void closeAll() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    void restore() throws IOException {
        listener = listen(listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
