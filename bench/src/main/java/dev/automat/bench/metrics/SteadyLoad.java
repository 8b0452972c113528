package dev.automat.bench.metrics;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * So many samples a second from one app, of twenty series in turn, each with the moment it was
 * sent.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int SERIES = 20;
    private static final int LONGEST_PAUSE_NANOS = 10_000_000;

    private final App app;
    private final int rate;
    private final Thread thread;

    /** When each series was sent last; written by the thread, read when it has ended. */
    private final long[] lastSent = new long[SERIES];

    private volatile boolean ends;
    private volatile boolean failed;

    SteadyLoad(int port, int rate) throws IOException {
        this.app = new App(port);
        this.rate = rate;
        this.thread = Thread.ofPlatform().name("load").unstarted(this::send);
    }

    /** Begins to send and tells what viewers got once they got half of it for warming up. */
    Crowd.Result measured(Crowd crowd, int seconds) throws IOException {
        start();
        Pause.millis(seconds * 500L);
        crowd.reset();
        long begin = System.nanoTime();
        Pause.millis(seconds * 1_000L);
        var result = crowd.result((System.nanoTime() - begin) / 1e9);
        check();
        return result;
    }

    void start() {
        thread.start();
    }

    void check() throws IOException {
        if (failed) {
            throw new IOException("The collector closed the load's connection");
        }
    }

    private void send() {
        long begin = System.nanoTime();
        long sent = 0;
        try {
            while (!ends) {
                long due = (System.nanoTime() - begin) * rate / 1_000_000_000L;
                for (; sent < due; sent++) {
                    int series = (int) (sent % SERIES);
                    lastSent[series] = System.nanoTime();
                    var further = ",\"sent\":" + lastSent[series];
                    app.write(App.frame("bench-" + series, Instant.now(), 12.5, 48.2, further));
                }
                LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, 1_000_000_000L / rate));
            }
        } catch (IOException e) {
            failed = true;
        }
    }

    /** Sends no more, and tells when each series was sent last. */
    long[] end() throws InterruptedException {
        ends = true;
        thread.join();
        return Arrays.copyOf(lastSent, SERIES);
    }

    @Override
    public void close() throws IOException {
        ends = true;
        app.close();
    }
}
