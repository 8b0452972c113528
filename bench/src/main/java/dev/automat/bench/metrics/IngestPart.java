package dev.automat.bench.metrics;

import dev.automat.bench.process.MeasuredProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** M3: what a sample costs the one who receives it. */
final class IngestPart {

    private static final int BATCH = 500;
    private static final int FLAT_OUT = 1_000_000;
    private static final int CONNECTIONS = 1_000;
    private static final int PER_SECOND = 20;
    private static final int MANY_APPS = 5_000;

    private final Collector collector;
    private final int seconds;

    IngestPart(Collector collector, int seconds) {
        this.collector = collector;
        this.seconds = seconds;
    }

    void run() throws IOException {
        int zmtpPort = MeasuredProcess.freePort();
        int jeromqPort = MeasuredProcess.freePort();
        try (var zmtp = ChildProcess.ofClass(BareReceivers.class, "zmtp", zmtpPort);
                var jeromq = ChildProcess.ofClass(BareReceivers.class, "jeromq", jeromqPort)) {
            zmtp.awaitListening(zmtpPort);
            jeromq.awaitListening(jeromqPort);
            var receivers =
                    List.of(
                            new Receiver(zmtp, zmtpPort),
                            new Receiver(jeromq, jeromqPort),
                            new Receiver(collector.process(), collector.pullPort()));
            print("flat out, one app", flatOut(receivers));
            print(CONNECTIONS + " connections at 20/s", manyConnections(receivers));
        }
        manyApps();
    }

    private record Receiver(ChildProcess process, int port) {}

    private static void print(String load, double[] micros) {
        System.out.printf(
                "M3  CPU us per message, %s: our ZMTP %.2f, JeroMQ %.2f, ratio %.2f (goal 0.6);"
                        + " the whole collector %.2f%n",
                load, micros[0], micros[1], micros[0] / micros[1], micros[2]);
    }

    /** Medians of three rounds in turns, after one that warms up. */
    private static double[] flatOut(List<Receiver> receivers) throws IOException {
        var rounds = new double[receivers.size()][3];
        var batch = batch();
        for (int round = -1; round < 3; round++) {
            for (int i = 0; i < receivers.size(); i++) {
                double micros = flatOut(receivers.get(i), batch);
                rounds[i][Math.max(0, round)] = micros;
            }
        }
        return java.util.Arrays.stream(rounds).mapToDouble(MetricsBench::median).toArray();
    }

    private static double flatOut(Receiver receiver, byte[] batch) throws IOException {
        double before = receiver.process().cpuSeconds();
        try (var app = new App(receiver.port())) {
            for (int sent = 0; sent < FLAT_OUT; sent += BATCH) {
                app.write(batch);
            }
        }
        awaitIdle(receiver.process());
        return (receiver.process().cpuSeconds() - before) * 1e6 / FLAT_OUT;
    }

    /** What is still in socket buffers is read when the CPU time stands still. */
    private static void awaitIdle(ChildProcess process) {
        for (double before = -1, now = process.cpuSeconds(); now - before > 0.03; ) {
            before = now;
            Pause.millis(250);
            now = process.cpuSeconds();
        }
    }

    private static byte[] batch() {
        var batch = new ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++) {
            batch.writeBytes(App.frame("bench", Instant.now(), 12.5, 48.2, ",\"seq\":" + i));
        }
        return batch.toByteArray();
    }

    private double[] manyConnections(List<Receiver> receivers) throws IOException {
        var micros = new double[receivers.size()];
        for (int i = 0; i < micros.length; i++) {
            var receiver = receivers.get(i);
            micros[i] = paced(receiver, CONNECTIONS, PER_SECOND) * 1e6 / (CONNECTIONS * PER_SECOND);
        }
        return micros;
    }

    private void manyApps() throws IOException {
        var receiver = new Receiver(collector.process(), collector.pullPort());
        System.out.printf(
                "M3  %,d apps at 1 Hz: %.1f %% of one core (goal 15)%n",
                MANY_APPS, paced(receiver, MANY_APPS, 1) * 100);
    }

    /** CPU seconds for each second of so many apps. */
    private double paced(Receiver receiver, int connections, int perSecond) throws IOException {
        var apps = new ArrayList<App>();
        try {
            for (int i = 0; i < connections; i++) {
                apps.add(new App(receiver.port()));
            }
            send(apps, perSecond, Math.max(2, seconds / 2));
            double before = receiver.process().cpuSeconds();
            long begin = System.nanoTime();
            send(apps, perSecond, seconds);
            return (receiver.process().cpuSeconds() - before) / ((System.nanoTime() - begin) / 1e9);
        } finally {
            for (var app : apps) {
                app.close();
            }
        }
    }

    private static void send(List<App> apps, int perSecond, int seconds) throws IOException {
        long begin = System.nanoTime();
        long total = (long) apps.size() * perSecond * seconds;
        for (long sent = 0; sent < total; ) {
            long due = (System.nanoTime() - begin) * apps.size() / 1_000_000_000L * perSecond;
            for (; sent < Math.min(due, total); sent++) {
                int app = (int) (sent % apps.size());
                apps.get(app).write(App.frame("app-" + app, Instant.now(), 12.5, 48.2, ""));
            }
            Pause.millis(2);
        }
    }
}
