package dev.automat.reporter.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.reporter.MetricsReporter;
import dev.automat.reporter.ReporterOptions;
import dev.automat.zmtp.ZmtpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apps whose code is not changed. */
class OtherProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private ZmtpSocket collector;

    @BeforeEach
    void listen() throws Exception {
        collector =
                ZmtpSocket.sub()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .onMessage((_, message) -> heard.add(message.text(0)))
                        .start()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() {
        for (var process : started) {
            process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
        collector.close();
    }

    @Test
    void theAgentReportsAnAppThatKnowsNothingOfIt() throws IOException {
        var app =
                start(
                        "-javaagent:"
                                + agent()
                                + "=name=legacy,interval=PT0.05S,endpoint="
                                + endpoint());

        eventually(() -> heard.size() > 3);

        assertThat(heard)
                .allMatch(sample -> sample.startsWith("{\"color\":\"legacy\","))
                .allMatch(sample -> sample.contains("\"pid\":" + app.pid() + ","));
    }

    @Test
    void anAgentWithAWrongArgumentDoesNotKeepTheAppFromStarting() throws IOException {
        var app = start("-javaagent:" + agent() + "=colour=red");

        assertThat(app.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("started");
    }

    @Test
    void anotherProcessIsReportedByItsNumber() throws IOException {
        var app = start("-Xmx16m");
        var options =
                ReporterOptions.named("other")
                        .withEndpoint(endpoint())
                        .withInterval(Duration.ofMillis(20));

        try (var _ = MetricsReporter.startFor(app.toHandle(), options)) {
            eventually(() -> heard.size() > 3);
        }

        assertThat(heard.getLast())
                .contains("\"color\":\"other\"", "\"pid\":" + app.pid() + ",", "\"mem_limit\":")
                .doesNotContain("heap_limit", "\"mem\":0.0,");
    }

    @Test
    void aProcessThatIsGoneIsSaidToBeSo() throws IOException {
        var app = start("-Xmx16m");
        app.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();

        assertThatThrownBy(() ->
                        MetricsReporter.startFor(app.toHandle(), ReporterOptions.named("gone")))
                .hasMessageContaining("Process " + app.pid());
    }

    private Process start(String option) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                option,
                                "-cp",
                                Path.of("target", "test-classes").toString(),
                                Waiting.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        started.add(process);
        return process;
    }

    private String endpoint() {
        return "tcp://127.0.0.1:" + collector.localAddresses().getFirst().getPort();
    }

    /** The jar that the build has just made. */
    private static Path agent() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file ->
                            file.getFileName()
                                    .toString()
                                    .matches("metrics-reporter-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
