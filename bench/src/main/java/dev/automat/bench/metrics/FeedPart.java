package dev.automat.bench.metrics;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** M1, M2 and M5: what viewers of the feed get. */
final class FeedPart {

    private static final int VIEWERS = 1_000;
    private static final int RATE = 2_000;
    private static final int STALLED_VIEWERS = 20;

    private final Collector collector;
    private final int seconds;

    FeedPart(Collector collector, int seconds) {
        this.collector = collector;
        this.seconds = seconds;
    }

    void run() throws IOException {
        var ours = deliver(VIEWERS, RATE);
        var flux = fluxPerClient();
        System.out.printf(
                "M1  %,d viewers x %,d events/s: %,.0f deliveries/s, fairness %.3f%n"
                        + "    a Flux per client:      %,.0f deliveries/s, fairness %.3f;"
                        + " ratio %.1f (goal 25)%n",
                VIEWERS,
                RATE,
                ours.perSecond(),
                ours.fairness(),
                flux.perSecond(),
                flux.fairness(),
                ours.perSecond() / flux.perSecond());
        for (int viewers : new int[] {100, VIEWERS}) {
            var result = deliver(viewers, 50);
            System.out.printf(
                    "M2  send to receipt, %,d viewers x 50/s: p50 %.2f ms, p99 %.2f ms (goal %d)%n",
                    viewers, result.p50(), result.p99(), viewers == VIEWERS ? 20 : 5);
        }
        stalled();
    }

    private Crowd.Result deliver(int viewers, int rate) throws IOException {
        try (var crowd = new Crowd(viewers, collector.httpPort(), "/feed");
                var load = new SteadyLoad(collector.pullPort(), rate)) {
            return measured(crowd, load);
        }
    }

    private Crowd.Result measured(Crowd crowd, SteadyLoad load) throws IOException {
        load.start();
        Pause.millis(seconds * 500L);
        crowd.reset();
        long begin = System.nanoTime();
        Pause.millis(seconds * 1_000L);
        var result = crowd.result((System.nanoTime() - begin) / 1e9);
        load.check();
        return result;
    }

    private Crowd.Result fluxPerClient() throws IOException {
        int port = MeasuredProcess.freePort();
        try (var flux = ChildProcess.ofClass(FluxFeed.class, port, RATE)) {
            flux.awaitListening(port);
            try (var crowd = new Crowd(VIEWERS, port, "/feed")) {
                Pause.millis(seconds * 500L);
                crowd.reset();
                long begin = System.nanoTime();
                Pause.millis(seconds * 1_000L);
                return crowd.result((System.nanoTime() - begin) / 1e9);
            }
        }
    }

    /** One viewer reads nothing; the others must not notice. */
    private void stalled() throws IOException {
        var alone = deliver(STALLED_VIEWERS, RATE);
        double before = collector.process().residentMebibytes();
        try (var stalled = stall();
                var crowd = new Crowd(STALLED_VIEWERS, collector.httpPort(), "/feed");
                var load = new SteadyLoad(collector.pullPort(), RATE)) {
            var beside = measured(crowd, load);
            double after = collector.process().residentMebibytes();
            System.out.printf(
                    "M5  beside a stalled reader: p99 %.2f ms, without %.2f ms, ratio %.2f"
                            + " (goal 1.2); the process grew by %.1f MiB; told so on waking: %s%n",
                    beside.p99(),
                    alone.p99(),
                    beside.p99() / alone.p99(),
                    after - before,
                    isToldOfTheGap(stalled) ? "yes" : "NO");
        }
    }

    private Socket stall() throws IOException {
        var socket = new Socket();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), collector.httpPort()));
        socket.getOutputStream()
                .write(
                        "GET /feed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(2_000);
        return socket;
    }

    private static boolean isToldOfTheGap(Socket stalled) throws IOException {
        var in = stalled.getInputStream();
        var tail = "";
        var buffer = new byte[65_536];
        long deadline = System.nanoTime() + MILLISECONDS.toNanos(8_000);
        while (System.nanoTime() < deadline) {
            int read = in.read(buffer);
            if (read < 0) {
                return false;
            }
            var text = tail + new String(buffer, 0, read, StandardCharsets.UTF_8);
            if (text.contains("event: gap")) {
                return true;
            }
            tail = text.substring(Math.max(0, text.length() - 20));
        }
        return false;
    }

    /** So many samples a second from one app, each with the moment it was sent. */
    static final class SteadyLoad implements AutoCloseable {

        private static final int LONGEST_PAUSE_NANOS = 10_000_000;

        private final App app;
        private final int rate;
        private final Thread thread;
        private volatile boolean ends;
        private volatile boolean failed;

        SteadyLoad(int port, int rate) throws IOException {
            this.app = new App(port);
            this.rate = rate;
            this.thread = Thread.ofPlatform().name("load").unstarted(this::send);
        }

        void start() {
            thread.start();
        }

        private void send() {
            long begin = System.nanoTime();
            long sent = 0;
            try {
                while (!ends) {
                    long due = (System.nanoTime() - begin) * rate / 1_000_000_000L;
                    for (; sent < due; sent++) {
                        var further = ",\"sent\":" + System.nanoTime();
                        app.write(
                                App.frame(
                                        "bench-" + sent % 20, Instant.now(), 12.5, 48.2, further));
                    }
                    LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, 1_000_000_000L / rate));
                }
            } catch (IOException e) {
                // Closing the socket is how the load ends.
                failed = !ends;
            }
        }

        void check() throws IOException {
            if (failed) {
                throw new IOException("The collector closed the load's connection");
            }
        }

        @Override
        public void close() throws IOException {
            ends = true;
            app.close();
        }
    }
}
