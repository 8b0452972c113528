package dev.automat.bench.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * M5: what one viewer that reads nothing costs the others and the collector, and what it is told.
 */
final class StalledPart {

    private static final int VIEWERS = 20;
    private static final int RATE = 2_000;
    private static final int ROUNDS = 3;
    private static final int RECEIVE_BUFFER_BYTES = 4_096;

    /** So long without a byte means that it has read all that was kept for it. */
    private static final int SILENCE_MILLIS = 1_000;

    private final Collector collector;
    private final int seconds;

    StalledPart(Collector collector, int seconds) {
        this.collector = collector;
        this.seconds = seconds;
    }

    void run() throws IOException, InterruptedException {
        var alone = new double[ROUNDS];
        var beside = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            alone[round] = alone();
            beside[round] = besideAStalledReader();
        }
        System.out.printf(
                "M5  beside a stalled reader: p99 %.2f ms, without %.2f ms, ratio %.2f (goal 1.2),"
                        + " medians of %d%n",
                MetricsBench.median(beside),
                MetricsBench.median(alone),
                MetricsBench.median(beside) / MetricsBench.median(alone),
                ROUNDS);
    }

    private double alone() throws IOException {
        try (var crowd = new Crowd(VIEWERS, collector.httpPort(), "/feed");
                var load = new SteadyLoad(collector.pullPort(), RATE)) {
            return load.measured(crowd, seconds).p99();
        }
    }

    private double besideAStalledReader() throws IOException, InterruptedException {
        try (var stalled = stall();
                var crowd = new Crowd(VIEWERS, collector.httpPort(), "/feed");
                var load = new SteadyLoad(collector.pullPort(), RATE)) {
            var result = load.measured(crowd, seconds);
            var lastSent = load.end();
            wake(stalled, lastSent);
            return result.p99();
        }
    }

    private Socket stall() throws IOException {
        var socket = new Socket();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), collector.httpPort()));
        socket.getOutputStream()
                .write(
                        "GET /feed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(SILENCE_MILLIS);
        return socket;
    }

    /** Nothing is sent any more: what it reads now is what was kept for it. */
    private static void wake(Socket stalled, long[] lastSent) throws IOException {
        var kept = readAll(stalled);
        int gap = kept.indexOf("event: gap");
        var after = kept.substring(Math.max(0, gap));
        long newest =
                Arrays.stream(lastSent).filter(sent -> after.contains("\"sent\":" + sent)).count();
        System.out.printf(
                "M5  kept for the stalled reader: %.0f KiB (goal 256), %.0f of them written;"
                        + " on waking told of its gap: %s, then the newest of %d of %d series%n",
                kept.length() / 1_024.0,
                Math.max(0, gap) / 1_024.0,
                gap < 0 ? "NO" : "yes",
                newest,
                lastSent.length);
    }

    private static String readAll(Socket stalled) throws IOException {
        var kept = new ByteArrayOutputStream();
        var buffer = new byte[65_536];
        try {
            var in = stalled.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                kept.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException _) {
            // It has all.
        }
        return kept.toString(StandardCharsets.ISO_8859_1);
    }
}
