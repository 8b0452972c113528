package dev.automat.brokerclient;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One connection to the broker. */
final class Link {

    private static final int INPUT_BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final FrameReader reader;

    private Link(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), INPUT_BUFFER_BYTES);
        this.out = socket.getOutputStream();
        this.reader = new FrameReader(in, Frames.MAX_FRAME_BYTES);
    }

    /** Connects and subscribes. */
    static Link open(String host, int port, byte[] channel, Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            var link = new Link(socket);
            link.write(Frames.frame(channel));
            return link;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Writes bytes, blocking while the broker does not read. */
    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /**
     * Reads the next frame that is not empty.
     *
     * @param timeoutMillis longest wait for the next bytes; 0 waits for ever
     * @throws IOException when the connection ended or failed; a {@link
     *     java.net.SocketTimeoutException} loses nothing
     */
    byte[] read(int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        while (true) {
            var data = reader.next();
            if (data == null) {
                throw new IOException("The broker closed the connection");
            }
            if (data.length > 0) {
                return data;
            }
        }
    }

    /**
     * Says good-bye and waits until the broker has read all that was sent: it answers with the end
     * of its own stream. What it still delivers meanwhile is discarded.
     */
    void leave(Duration timeout) {
        // Not on the common pool: senders that block there would keep the end from coming.
        var cut =
                CompletableFuture.runAsync(
                        this::cut,
                        CompletableFuture.delayedExecutor(
                                timeout.toMillis(),
                                TimeUnit.MILLISECONDS,
                                Thread::startVirtualThread));
        try {
            socket.setSoTimeout(0);
            write(Frames.goodBye());
            socket.shutdownOutput();
            var _ = in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The broker is gone or the time is up; there is nobody left to say good-bye to.
        } finally {
            cut.cancel(false);
            cut();
        }
    }

    /** Ends the connection at once; a thread that reads or writes fails. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that fails to close is closed all the same.
        }
    }
}
