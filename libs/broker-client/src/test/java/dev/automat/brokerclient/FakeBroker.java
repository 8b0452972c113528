package dev.automat.brokerclient;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The broker's side of the protocol on loopback, one connection at a time, as a test directs. */
final class FakeBroker implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final ServerSocket server;

    private FakeBroker(ServerSocket server) throws IOException {
        this.server = server;
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    static FakeBroker start() throws IOException {
        return new FakeBroker(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    /** Listens again where an earlier one did. */
    static FakeBroker start(int port) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new FakeBroker(server);
    }

    int port() {
        return server.getLocalPort();
    }

    Peer accept() throws IOException {
        return new Peer(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** A client's connection. */
    static final class Peer implements AutoCloseable {

        private final Socket socket;
        private final DataInputStream in;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
        }

        /** The next frame as text. */
        String hear() throws IOException {
            var content = new byte[in.readInt()];
            in.readFully(content);
            return new String(content, StandardCharsets.UTF_8);
        }

        boolean hearsTheEnd() throws IOException {
            try {
                in.readByte();
                return false;
            } catch (EOFException e) {
                return true;
            }
        }

        void say(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void deliver(String... texts) throws IOException {
            for (var text : texts) {
                say(Frames.frame(text.getBytes(StandardCharsets.UTF_8)));
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
