package dev.automat.cli.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands each message to all who subscribed to anything, but for some that it loses. */
final class FakeRelay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> peers = new CopyOnWriteArrayList<>();
    private final List<OutputStream> subscribers = new CopyOnWriteArrayList<>();
    private final int losesEvery;

    FakeRelay(int losesEvery) throws IOException {
        this.losesEvery = losesEvery;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var peer = server.accept();
                peers.add(peer);
                Thread.ofVirtual().start(() -> serve(peer));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket peer) {
        try {
            var in = new DataInputStream(peer.getInputStream());
            var subscription = new String(next(in), StandardCharsets.UTF_8);
            if (!subscription.equals("/null")) {
                subscribers.add(peer.getOutputStream());
            }
            int count = 0;
            while (next(in).length > 0) {
                var data = next(in);
                count++;
                if (losesEvery == 0 || count % losesEvery > 0) {
                    deliver(data);
                }
            }
        } catch (IOException e) {
            // It left.
        }
    }

    private static byte[] next(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private void deliver(byte[] data) throws IOException {
        for (var subscriber : subscribers) {
            synchronized (subscriber) {
                var out = new DataOutputStream(subscriber);
                out.writeInt(data.length);
                out.write(data);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var peer : peers) {
            peer.close();
        }
    }
}
