package dev.automat.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.zmtp.ZmtpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

class MetricsReporterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final String GREETING =
            "ff00000000000000017f" + "0301" + "4e554c4c" + "00".repeat(48);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<MetricsReporter> reporters = new ArrayList<>();

    @AfterEach
    void closeReporters() {
        reporters.forEach(MetricsReporter::close);
    }

    @Test
    void reportsToACollector() throws Exception {
        try (var collector = collector(0)) {
            report(portOf(collector));

            eventually(() -> heard.size() > 3);
        }
        assertThat(heard).allMatch(sample -> sample.startsWith("{\"color\":\"orders\","));
    }

    @Test
    void reportsToJeroMq() {
        try (var context = new ZContext()) {
            var sub = context.createSocket(SocketType.SUB);
            sub.subscribe("");
            sub.setReceiveTimeOut((int) PATIENCE.toMillis());
            report(sub.bindToRandomPort("tcp://127.0.0.1"));

            assertThat(sub.recvStr()).startsWith("{\"color\":\"orders\",");
            assertThat(sub.recvStr()).endsWith("}");
            assertThat(sub.hasReceiveMore()).isFalse();
        }
    }

    @Test
    void whatWasTakenWhileTheCollectorWasAwayComesLater() throws Exception {
        int port = freePort();
        var reporter = report(port);
        eventually(() -> reporter.samples() >= 5);
        assertThat(reporter.isConnected()).isFalse();

        try (var _ = collector(port)) {
            eventually(() -> heard.size() > 5);
        }

        assertThat(seqs()).startsWith(0L, 1L, 2L, 3L, 4L).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void findsARestartedCollectorAndSaysSo() throws Exception {
        int port;
        try (var first = collector(0)) {
            port = portOf(first);
            report(port);
            eventually(() -> heard.size() > 1);
        }
        eventually(() -> said.size() == 2);
        heard.clear();

        try (var _ = collector(port)) {
            eventually(() -> heard.size() > 1);
        }

        eventually(() -> said.size() == 4);
        assertThat(said.get(0)).isEqualTo("connected");
        assertThat(said.get(1)).startsWith("lost");
        assertThat(said.get(2)).isEqualTo("connected");
    }

    @Test
    void theOldestGoWhenTooManyWaitAndAreCounted() throws Exception {
        int port = freePort();
        var reporter = start(options(port).withBacklog(3));
        eventually(() -> reporter.samples() >= 10);

        try (var _ = collector(port)) {
            eventually(() -> heard.size() >= 3);
        }

        assertThat(reporter.dropped()).isGreaterThanOrEqualTo(7);
        assertThat(seqs().getFirst()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void sendsOnlyWhatIsAskedFor() throws Exception {
        try (var collector =
                ZmtpSocket.sub()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .subscribe("nothing like it")
                        .onMessage((_, message) -> heard.add(message.text(0)))
                        .start()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)) {
            var reporter = report(portOf(collector));
            eventually(() -> reporter.isConnected() && reporter.samples() > 10);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void addsFurtherFieldsAndSurvivesThoseThatFail() throws Exception {
        var bad = new ArrayDeque<Map<String, Integer>>();
        bad.add(Collections.singletonMap("queue", null));
        bad.add(Collections.singletonMap(null, 2));
        try (var collector = collector(0)) {
            int port = portOf(collector);
            start(
                    options(port)
                            .withFurtherFields(() -> {
                                if (heard.isEmpty()) {
                                    throw new IllegalStateException("Not yet");
                                }
                                return bad.isEmpty() ? Map.of("queue", 3) : bad.remove();
                            }));

            eventually(() -> heard.stream().anyMatch(sample -> sample.contains("\"queue\":3.0")));
        }
        assertThat(heard.getFirst()).doesNotContain("queue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "485454502f312e3120343030", // HTTP
                "greeting 027fffffffffffffff", // a frame without an end
                "greeting 04ff", // cut off
                "", // closes at once
            })
    void aPeerOfAnotherKindIsLeftAndTriedAgain(String script) throws Exception {
        var bytes = HexFormat.of().parseHex(script.replace("greeting ", GREETING));
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            report(listener.getLocalPort());

            for (int i = 0; i < 2; i++) {
                try (var peer = accept(listener)) {
                    peer.getOutputStream().write(bytes);
                }
            }
        }
        eventually(() -> said.size() == 1);
        assertThat(said.getFirst()).startsWith("lost");
    }

    @Test
    void aHalfGreetingHeldOpenHoldsNothingUp() throws Exception {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var reporter = report(listener.getLocalPort());
            try (var peer = accept(listener)) {
                peer.getOutputStream().write(HexFormat.of().parseHex(GREETING.substring(0, 20)));
                long before = reporter.samples();

                eventually(() -> reporter.samples() > before + 5);
            }
        }
    }

    @Test
    void aCollectorThatDoesNotReadHoldsNothingUp() throws Exception {
        var ready = "0419" + "055245414459" + "0b536f636b65742d54797065" + "00000003" + "535542";
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            listener.setReceiveBufferSize(4_096);
            var reporter =
                    start(
                            options(listener.getLocalPort())
                                    .withInterval(Duration.ofMillis(10))
                                    .withBacklog(5)
                                    .withFurtherFields(() -> Map.of("x".repeat(64), 1)));
            try (var peer = accept(listener)) {
                peer.getOutputStream().write(HexFormat.of().parseHex(GREETING + ready + "000101"));
                eventually(() -> reporter.isConnected());
                long before = reporter.samples();

                eventually(() -> reporter.samples() > before + 50);
            }
        }
    }

    @Test
    void closesAtOnceWhateverItDoes() throws Exception {
        var reporter = report(freePort());
        eventually(() -> reporter.samples() > 0);

        reporter.close();
        reporter.close();

        eventually(() ->
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("metrics-reporter")));
    }

    private ZmtpSocket collector(int port) throws Exception {
        return ZmtpSocket.sub()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .onMessage((_, message) -> heard.add(message.text(0)))
                .start()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private MetricsReporter report(int port) {
        return start(options(port));
    }

    private MetricsReporter start(ReporterOptions options) {
        var reporter = MetricsReporter.start(options);
        reporters.add(reporter);
        return reporter;
    }

    private ReporterOptions options(int port) {
        return ReporterOptions.named("orders")
                .withEndpoint("tcp://127.0.0.1:" + port)
                .withInterval(Duration.ofMillis(20))
                .withListener(
                        new ReporterListener() {
                            @Override
                            public void connected() {
                                said.add("connected");
                            }

                            @Override
                            public void disconnected(String why) {
                                said.add("lost: " + why);
                            }
                        });
    }

    private List<Long> seqs() {
        return heard.stream()
                .map(sample -> {
                    var match = SEQ.matcher(sample);
                    assertThat(match.find()).isTrue();
                    return Long.valueOf(match.group(1));
                })
                .toList();
    }

    private static Socket accept(ServerSocket listener) throws IOException {
        listener.setSoTimeout((int) PATIENCE.toMillis());
        return listener.accept();
    }

    private static int portOf(ZmtpSocket socket) {
        return socket.localAddresses().getFirst().getPort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    interface Condition {
        boolean holds();
    }

    private static void eventually(Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
