package dev.automat.bench.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An app that reports over a PUSH socket (ZMTP 3.0), by hand so that the load costs little. */
final class App implements AutoCloseable {

    private static final int GREETING = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Socket socket;
    private final OutputStream out;

    App(int port) throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        out = socket.getOutputStream();
        out.write(greeting());
        out.write(ready());
        out.flush();
        var in = socket.getInputStream();
        in.readNBytes(GREETING);
        // The peer's READY, a short command.
        int _ = in.read();
        in.readNBytes(in.read());
    }

    static byte[] greeting() {
        var greeting = new byte[GREETING];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        return greeting;
    }

    static byte[] ready() {
        var name = "\5READY\13Socket-Type\0\0\0\4PUSH".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + name.length)
                .put((byte) 4)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /** A sample as it stands on the wire. */
    static byte[] frame(String name, Instant at, double cpu, double mem, String further) {
        var json =
                String.format(
                                Locale.ROOT,
                                "{\"color\":\"%s\",\"timestamp\":\"%s+00:00\",\"cpu\":%.1f,\"mem\":%.1f%s}",
                                name,
                                TIME.format(at),
                                cpu,
                                mem,
                                further)
                        .getBytes(StandardCharsets.UTF_8);
        return json.length < 256
                ? ByteBuffer.allocate(2 + json.length)
                        .put((byte) 0)
                        .put((byte) json.length)
                        .put(json)
                        .array()
                : ByteBuffer.allocate(9 + json.length)
                        .put((byte) 2)
                        .putLong(json.length)
                        .put(json)
                        .array();
    }

    void write(byte[] frames) throws IOException {
        out.write(frames);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
