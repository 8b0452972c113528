package dev.automat.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the feed on a bare socket, which reads only when told. */
public final class FeedReader implements AutoCloseable {

    /** For whatever is sent next, and for a certain line. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Socket socket;
    private final BufferedReader lines;
    private final StringBuilder head = new StringBuilder();

    private FeedReader(Socket socket, InputStream in) {
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** Asks for the feed and reads the head of the answer. */
    public static FeedReader open(int port, String... headers) {
        return openBy("HTTP/1.1", port, headers);
    }

    /** The same by the protocol of old. */
    public static FeedReader openByHttp10(int port) {
        return openBy("HTTP/1.0", port);
    }

    private static FeedReader openBy(String version, int port, String... headers) {
        try {
            var socket = new Socket();
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            var request =
                    "GET /feed %s\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                                    .formatted(version)
                            + String.join("", headers)
                            + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var reader = new FeedReader(socket, socket.getInputStream());
            reader.readHead();
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readHead() throws IOException {
        for (var line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
    }

    /** Status line and headers. */
    public String head() {
        return head.toString();
    }

    /** Reads up to and including the first line that starts like this. */
    public String readUntil(String start) {
        var seen = new StringBuilder();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            String line;
            do {
                // Heartbeats alone would keep it waiting for ever.
                if (System.nanoTime() > end) {
                    throw new IOException("Not within " + PATIENCE);
                }
                line = line();
                seen.append(line).append('\n');
            } while (!line.startsWith(start));
            return seen.toString();
        } catch (IOException e) {
            throw new AssertionError("No line starts with " + start + " in:\n" + seen, e);
        }
    }

    private String line() throws IOException {
        var line = lines.readLine();
        assertThat(line).as("the stream went on").isNotNull();
        return line;
    }

    /** Reads to the end of the stream and says whether it ended in order, with the last chunk. */
    public boolean endsInOrder() {
        try {
            boolean sawLastChunk = false;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                sawLastChunk = line.equals("0") || (sawLastChunk && line.isEmpty());
                if (sawLastChunk && line.isEmpty()) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
