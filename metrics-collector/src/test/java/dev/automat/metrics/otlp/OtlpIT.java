package dev.automat.metrics.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import dev.automat.metrics.FeedReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The collector with the Java SDK of OpenTelemetry, and with bodies that no SDK writes. */
@CollectorTest
class OtlpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final URI uri;

    OtlpIT(@Autowired @LocalServerPort int port) {
        this.port = port;
        this.uri = URI.create("http://127.0.0.1:" + port + "/v1/metrics");
    }

    @Test
    void showsAnAppThatTheJavaSdkExports() throws Exception {
        try (var feed = FeedReader.open(port);
                var sdk = sdk("otel-orders")) {
            var meter = sdk.get("test");
            meter.upDownCounterBuilder("process.memory.usage")
                    .setUnit("By")
                    .buildWithCallback(measurement -> measurement.record(64 * 1_048_576));
            meter.gaugeBuilder("jvm.cpu.recent_utilization")
                    .buildWithCallback(measurement -> measurement.record(0.125));
            meter.upDownCounterBuilder("jvm.cpu.count")
                    .buildWithCallback(measurement -> measurement.record(4));
            meter.gaugeBuilder("queue.length")
                    .buildWithCallback(measurement -> measurement.record(7));
            var tickets = meter.counterBuilder("tickets").build();
            var durations = meter.histogramBuilder("durations").build();
            tickets.add(1, Attributes.of(AttributeKey.stringKey("kind"), "one"));
            durations.record(0.5);
            flush(sdk);
            tickets.add(1_000, Attributes.of(AttributeKey.stringKey("kind"), "other"));
            durations.record(0.5);
            flush(sdk);

            var first = feed.readUntil("data: {\"color\":\"otel-orders\"");
            assertThat(first)
                    .contains("\"cpu\":50.0,\"mem\":64.0", "\"queue.length\":7.0", "\"pid\":42")
                    .doesNotContain("tickets", "jvm.cpu");
            var second = feed.readUntil("data: {\"color\":\"otel-orders\"");
            assertThat(second)
                    .contains("\"tickets\":", "\"durations.count\":", "\"durations.sum\":");
        }
        assertThat(get("/api/series"))
                .contains("\"name\":\"otel-orders\"")
                .contains("\"cpu\":50.0");
    }

    private SdkMeterProvider sdk(String name) {
        var exporter =
                OtlpHttpMetricExporter.builder()
                        .setEndpoint(uri.toString())
                        .setCompression("gzip")
                        .setTimeout(PATIENCE)
                        .build();
        var reader = PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1));
        var resource =
                Resource.builder()
                        .put("service.name", name)
                        .put("service.instance.id", "627cc493-f310-47de-96bd-71410b7dec09")
                        .put("process.pid", 42);
        return SdkMeterProvider.builder()
                .setResource(resource.build())
                .registerMetricReader(reader.build())
                .build();
    }

    private static void flush(SdkMeterProvider sdk) {
        var result = sdk.forceFlush().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(result.isSuccess()).as("exported").isTrue();
    }

    @Test
    void takesJsonAndSaysWhichPointsItDoesNot() throws Exception {
        try (var feed = FeedReader.open(port)) {
            var answer = post(JSON, null, request("otel-json", gauges()).getBytes(UTF_8));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
            assertThat(text(answer)).isEqualTo("{}");
            assertThat(feed.readUntil("data: {\"color\":\"otel-json\""))
                    .contains("\"cpu\":25.0,\"mem\":1.5");
        }

        var broken = gauges().replace("process.memory.usage", "other.memory");
        var partial = post(JSON, "gzip", zip(request("otel-no-mem", broken).getBytes(UTF_8)));

        assertThat(partial.statusCode()).isEqualTo(200);
        assertThat(text(partial))
                .contains("\"rejectedDataPoints\":\"2\"", "must report memory as one of");
        var nameless = post(JSON, null, request(" ", gauges()).getBytes(UTF_8));
        assertThat(text(nameless)).contains("\"rejectedDataPoints\":\"2\"", "service.name");
        assertThat(get("/actuator/prometheus"))
                .contains("automat_metrics_otlp_points_total{outcome=\"rejected\"}")
                .doesNotContain("automat_metrics_otlp_points_total{outcome=\"rejected\"} 0.0");
    }

    @Test
    void answersAnEmptyProtobufRequestInKind() throws Exception {
        var answer = post(PROTOBUF, null, new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(PROTOBUF);
        var response = ExportMetricsServiceResponse.parseFrom(answer.body());
        assertThat(response.hasPartialSuccess()).isFalse();
    }

    @Test
    void refusesWhatIsNoExport() throws Exception {
        var junk = "junk".getBytes(UTF_8);

        assertThat(post("text/plain", null, junk).statusCode()).isEqualTo(415);
        assertThat(post("no type", null, junk).statusCode()).isEqualTo(415);
        var encoding = post(JSON, "br", junk);
        assertThat(encoding.statusCode()).isEqualTo(415);
        assertThat(encoding.headers().firstValue("Accept-Encoding")).contains("gzip");
        var json = post(JSON, null, junk);
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(text(json))
                .contains("urn:problem-type:metrics:otlp-broken-body", "\"code\":3", "\"message\"");
        var protobuf = post(PROTOBUF, null, junk);
        assertThat(protobuf.statusCode()).isEqualTo(400);
        assertThat(protobuf.body()).startsWith(0x08, 3, 0x12);
        assertThat(post(PROTOBUF, "gzip", junk).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesWhatIsTooLargeAtAnyStage() throws Exception {
        assertThat(post(JSON, "gzip", zip(new byte[9_000_000])).statusCode()).isEqualTo(413);
        var parts = new byte[500_000];
        for (int i = 0; i < parts.length; i += 2) {
            parts[i] = 0x0a; // An empty resource, and the next.
        }
        assertThat(post(PROTOBUF, null, parts).statusCode()).isEqualTo(413);
        try (var socket = open("Content-Length: 2000000000\r\n")) {
            assertThat(statusLine(socket)).contains(" 413 ");
        }
        try (var socket = open("Transfer-Encoding: chunked\r\n")) {
            var chunk = ("10000\r\n" + " ".repeat(65_536) + "\r\n").getBytes(UTF_8);
            for (int i = 0; i <= 32; i++) {
                socket.getOutputStream().write(chunk);
            }
            assertThat(statusLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void asksToComeBackWhenTooManyComeAtOnce() throws Exception {
        var waiting = new ArrayList<Socket>();
        try {
            for (int i = 0; i <= 8; i++) {
                waiting.add(open("Content-Length: 2\r\n"));
            }
            var refused = firstAnswered(waiting);
            waiting.remove(refused);
            assertThat(statusLine(refused)).contains(" 503 ");
            assertThat(readUntil(refused, "otlp-busy")).contains("Retry-After: 5");
            refused.close();

            for (var socket : waiting) {
                socket.getOutputStream().write("{}".getBytes(UTF_8));
                assertThat(statusLine(socket)).contains(" 200 ");
            }
        } finally {
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    private static Socket firstAnswered(List<Socket> sockets) throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            for (var socket : sockets) {
                if (socket.getInputStream().available() > 0) {
                    return socket;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("None was answered");
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + seen).isNotNegative();
            seen.append((char) next);
        }
        return seen.toString();
    }

    private Socket open(String header) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var head =
                "POST /v1/metrics HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        socket.getOutputStream().write((head + header + "\r\n").getBytes(UTF_8));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\r';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private HttpResponse<byte[]> post(String type, @Nullable String encoding, byte[] body)
            throws Exception {
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String get(String path) throws Exception {
        var request = HttpRequest.newBuilder(uri.resolve(path)).timeout(PATIENCE).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static byte[] zip(byte[] plain) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        }
        return zipped.toByteArray();
    }

    private static String request(String name, String metrics) {
        return """
        {"resourceMetrics":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"%s"}}]},
          "scopeMetrics":[{"scope":{"name":"test"},"metrics":[%s]}],"schemaUrl":"x"}]}
        """
                .formatted(name, metrics);
    }

    private static String gauges() {
        var now = Instant.now();
        return """
        {"name":"process.cpu.utilization","gauge":{"dataPoints":[
          {"timeUnixNano":"%1$d000000","asDouble":0.25,"exemplars":[{"traceId":"0af7651916cd43dd"}]}]}},
        {"name":"process.memory.usage","unit":"By","sum":{"aggregationTemporality":2,"dataPoints":[
          {"timeUnixNano":%1$d000000,"asInt":"1572864"}]}}
        """
                .formatted(now.toEpochMilli());
    }
}
