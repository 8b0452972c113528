package dev.automat.bench.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** M4: hostile peers on both ports while a good one reports. */
final class HostilePart {

    private static final int RATE = 100;
    private static final int HALF_OPEN = 200;
    private static final int PAUSE_MILLIS = 250;

    private final Collector collector;
    private final List<Socket> open = new ArrayList<>();

    HostilePart(Collector collector) {
        this.collector = collector;
    }

    void run() throws IOException {
        var attacks = attacks();
        int survived = 0;
        double before = collector.process().residentMebibytes();
        try (var crowd = new Crowd(1, collector.httpPort(), "/feed");
                var load = new SteadyLoad(collector.pullPort(), RATE)) {
            load.start();
            Pause.millis(1_000);
            crowd.reset();
            for (int port : new int[] {collector.subPort(), collector.pullPort()}) {
                for (var attack : attacks.values()) {
                    attack(port, attack);
                    Pause.millis(PAUSE_MILLIS);
                    survived += collector.process().isAlive() ? 1 : 0;
                }
            }
            double after = collector.process().residentMebibytes();
            double seconds = attacks.size() * 2 * PAUSE_MILLIS / 1_000.0;
            var result = crowd.result(seconds);
            load.check();
            System.out.printf(
                    "M4  %d attacks on two ports, %d survived (goal 25); grew by %.1f MiB (goal"
                            + " 32); longest delay of a good app's samples %.0f ms (goal 1,000)%n",
                    attacks.size() * 2, survived, after - before, result.longest());
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    private record Attack(int connections, int repeats, ByteBuffer bytes, boolean isHeldOpen) {

        static Attack of(byte[]... parts) {
            return new Attack(1, 1, ByteBuffer.wrap(joined(parts)), true);
        }
    }

    private static Map<String, Attack> attacks() {
        var noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        var hello = joined(App.greeting(), App.ready());
        var attacks = new LinkedHashMap<String, Attack>();
        attacks.put("noise", Attack.of(noise));
        attacks.put(
                "half a greeting",
                new Attack(HALF_OPEN, 1, ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0}), true));
        attacks.put("claims 2^31-1 bytes", Attack.of(hello, claim(Integer.MAX_VALUE)));
        attacks.put("claims 10^9 bytes", Attack.of(hello, claim(1_000_000_000)));
        attacks.put("claims -1 bytes", Attack.of(hello, claim(-1)));
        attacks.put("claims the least long", Attack.of(hello, claim(Long.MIN_VALUE)));
        attacks.put(
                "200 claim 50 MB",
                new Attack(
                        HALF_OPEN,
                        1,
                        ByteBuffer.wrap(joined(hello, claim(50_000_000), new byte[4_096])),
                        true));
        attacks.put(
                "endless parts",
                new Attack(
                        1,
                        5_000,
                        ByteBuffer.wrap(joined(new byte[] {1, 100}, new byte[100])),
                        false));
        attacks.put(
                "speaks HTTP",
                Attack.of("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        attacks.put(
                "speaks TLS", Attack.of(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3}));
        attacks.put("reserved flags", Attack.of(hello, new byte[] {(byte) 0xF8, 5, 1, 2, 3, 4, 5}));
        attacks.put("huge command", Attack.of(App.greeting(), new byte[] {6}, claim(1L << 40)));
        attacks.put("empty frames", Attack.of(hello, new byte[200_000]));
        attacks.put("junk for JSON", Attack.of(hello, junk()));
        attacks.put("comes and goes", new Attack(300, 1, ByteBuffer.allocate(0), false));
        return attacks;
    }

    private static byte[] claim(long length) {
        return ByteBuffer.allocate(9).put((byte) 2).putLong(length).array();
    }

    private static byte[] junk() {
        var junk = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            junk.writeBytes(new byte[] {0, 9});
            junk.writeBytes("{\"a\":[[[[".getBytes(StandardCharsets.US_ASCII));
        }
        return junk.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (var part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private void attack(int port, Attack attack) {
        for (int i = 0; i < attack.connections(); i++) {
            try {
                var socket = new Socket();
                open.add(socket);
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
                if (attack.repeats() > 1) {
                    socket.getOutputStream().write(joined(App.greeting(), App.ready()));
                }
                for (int repeat = 0; repeat < attack.repeats(); repeat++) {
                    socket.getOutputStream().write(attack.bytes().array());
                }
                if (!attack.isHeldOpen()) {
                    socket.close();
                }
            } catch (IOException e) {
                // Being thrown out is the answer hoped for.
            }
        }
    }
}
