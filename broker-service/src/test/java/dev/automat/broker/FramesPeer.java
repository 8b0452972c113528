package dev.automat.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A peer of the frames door that also does what no client should. */
public final class FramesPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private FramesPeer(InetSocketAddress broker, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(broker, PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1_024));
    }

    /** Connects and says nothing. */
    public static FramesPeer silent(InetSocketAddress broker) throws IOException {
        return new FramesPeer(broker, 0);
    }

    /** Connects and subscribes. */
    public static FramesPeer subscribed(InetSocketAddress broker, String channel)
            throws IOException {
        var peer = new FramesPeer(broker, 0);
        peer.say(frames(channel));
        return peer;
    }

    /** Connects and subscribes, with so little room that the broker soon cannot write. */
    public static FramesPeer stalled(InetSocketAddress broker, String channel) throws IOException {
        var peer = new FramesPeer(broker, 4_096);
        peer.say(frames(channel));
        return peer;
    }

    /** A peer that only publishes. */
    public static FramesPeer publisher(InetSocketAddress broker) throws IOException {
        return subscribed(broker, "/null");
    }

    /** Encodes frames. */
    public static byte[] frames(String... contents) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (var content : contents) {
                var data = content.getBytes(StandardCharsets.UTF_8);
                out.writeInt(data.length);
                out.write(data);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** Writes bytes as they are. */
    public void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Publishes messages to one channel. */
    public void publish(String channel, String... texts) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var text : texts) {
            all.writeBytes(frames(channel, text));
        }
        say(all.toByteArray());
    }

    /** The next message. */
    public String receive() throws IOException {
        var data = new byte[in.readInt()];
        in.readFully(data);
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The next messages. */
    public List<String> receive(int count) throws IOException {
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            texts.add(receive());
        }
        return texts;
    }

    /** Whether no message comes for so long. */
    public boolean receivesNothingFor(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            receive();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** The messages up to the end of the broker's stream, which must be a FIN. */
    public List<String> receiveAll() throws IOException {
        var texts = new ArrayList<String>();
        try {
            while (true) {
                texts.add(receive());
            }
        } catch (EOFException e) {
            return texts;
        }
    }

    /** Waits until the broker closes the connection, in whatever way. */
    public boolean isClosedByBroker() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // Reset: bytes of ours were unread.
        }
    }

    /** Says good-bye. */
    public void goodBye() throws IOException {
        say(frames(""));
    }

    /** Closes this side only. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset, as a crash does. */
    public void reset() throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
