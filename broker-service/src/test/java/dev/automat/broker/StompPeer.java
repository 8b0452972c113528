package dev.automat.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A STOMP client that says exactly what it is told to. */
public final class StompPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("\ncontent-length:(\\d+)\n");

    private final Socket socket = new Socket();
    private final InputStream in;

    /** A frame from the broker. */
    public record Frame(String command, Map<String, String> headers, String body) {

        /** A header, or an empty text. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private StompPeer(InetSocketAddress broker, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(broker, PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects and says nothing. */
    public static StompPeer silent(InetSocketAddress broker) throws IOException {
        return new StompPeer(broker, 0);
    }

    /** Connects and says CONNECT with some headers. */
    public static StompPeer connected(InetSocketAddress broker, String... headers)
            throws IOException {
        var peer = new StompPeer(broker, 0);
        peer.connect(headers);
        return peer;
    }

    /** Connects and subscribes, with so little room that the broker soon cannot write. */
    public static StompPeer stalled(InetSocketAddress broker, String... subscription)
            throws IOException {
        var peer = new StompPeer(broker, 64 * 1_024);
        peer.connect();
        peer.frame("SUBSCRIBE", "", subscription);
        return peer;
    }

    private void connect(String... headers) throws IOException {
        say("CONNECT", "", "accept-version:1.2\nhost:automat\n" + lines(headers));
        var answer = hear();
        if (!answer.command().equals("CONNECTED")) {
            throw new AssertionError(answer);
        }
    }

    private static String lines(String... headers) {
        var text = new StringBuilder();
        for (var header : headers) {
            text.append(header).append('\n');
        }
        return text.toString();
    }

    /** Says a frame; headers are {@code name:value}. */
    public void frame(String command, String body, String... headers) throws IOException {
        say(command, body, lines(headers));
    }

    private void say(String command, String body, String headers) throws IOException {
        raw((command + "\n" + headers + "\n" + body + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Says bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame; signs of life before it are skipped. */
    public Frame hear() throws IOException {
        int first = next();
        while (first == '\n') {
            first = next();
        }
        var head = new StringBuilder().append((char) first);
        while (!head.toString().endsWith("\n\n")) {
            head.append((char) next());
        }
        var length = LENGTH.matcher(head);
        var body = length.find() ? exactly(Integer.parseInt(length.group(1))) : toNul();
        var lines = head.toString().strip().split("\n", -1);
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1));
        }
        return new Frame(lines[0], headers, body);
    }

    private String exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (next() != 0) {
            throw new AssertionError("No NUL after the body");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String toNul() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int next = next(); next != 0; next = next()) {
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    /** The next frame's body, which must be a message's. */
    public String hearMessage() throws IOException {
        var frame = hear();
        if (!frame.command().equals("MESSAGE")) {
            throw new AssertionError(frame);
        }
        return frame.body();
    }

    /** The bodies of the messages up to the end of the broker's stream, which must be a FIN. */
    public List<String> hearMessages() throws IOException {
        var bodies = new ArrayList<String>();
        while (true) {
            in.mark(1);
            if (in.read() < 0) {
                return bodies;
            }
            in.reset();
            bodies.add(hearMessage());
        }
    }

    /** Whether the next bytes are a sign of life. */
    public boolean hearsSignOfLife() throws IOException {
        return next() == '\n';
    }

    /** Whether nothing comes for so long. */
    public boolean hearsNothingFor(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Whether the broker ends its stream, with FIN. */
    public boolean hearsTheEnd() throws IOException {
        int next = in.read();
        while (next == '\n') {
            next = in.read();
        }
        return next < 0;
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
