package dev.automat.patron;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hits and everything else on one connection, as fast as a client can send them. */
class PipelinedHitsIT {

    private final PatronInstance service = SharedInstances.first();

    @Test
    void answersComeInTheOrderOfTheirRequests() throws Exception {
        var hit = "/patron/" + service.create("pipelined", "Soup");
        eventually(() -> assertThat(service.get(hit).header("X-Cache")).isEqualTo("hit"));
        var requests =
                get(hit, "")
                        + get(hit, "Cache-Control: no-cache\r\n")
                        + get(hit, "")
                        + get(hit, "");

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(20_000);
            for (var round = 0; round < 100; round++) {
                socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));

                assertThat(sources(socket.getInputStream(), 4))
                        .containsExactly("hit", "bypass", "hit", "hit");
            }

            // And the connection is still good for what comes in two pieces.
            var last = get(hit, "");
            socket.getOutputStream()
                    .write(last.substring(0, 20).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getOutputStream().write(last.substring(20).getBytes(StandardCharsets.US_ASCII));
            assertThat(sources(socket.getInputStream(), 1)).containsExactly("hit");
        }
    }

    @Test
    void hundredsOfRequestsSentAtOnceAreAnswered() throws Exception {
        var path = "/patron/" + service.create("impatient", "Soup");
        var slow = get(path, "Cache-Control: no-cache\r\n");

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(slow.repeat(400).getBytes(StandardCharsets.US_ASCII));

            assertThat(sources(socket.getInputStream(), 400)).hasSize(400).containsOnly("bypass");
        }
    }

    @Test
    void aHitNeverReachesWebFlux() {
        var path = "/patron/" + service.create("short way", "Soup");
        eventually(() -> assertThat(service.get(path).header("X-Cache")).isEqualTo("hit"));
        var before = onTheShortWay();

        for (var i = 0; i < 10; i++) {
            assertThat(service.get(path).header("X-Cache")).isEqualTo("hit");
        }
        service.get(path, "Cache-Control", "no-cache");

        assertThat(onTheShortWay()).isEqualTo(before + 10);
    }

    private double onTheShortWay() {
        return service.part(MeterRegistry.class).get("patron.http.short.way").counter().count();
    }

    @Test
    void theSameHitLooksTheSameFromBothWays() {
        var path = "/patron/" + service.create("both ways", "Soup");
        eventually(() -> assertThat(service.get(path).header("X-Cache")).isEqualTo("hit"));

        var fromPipeline = service.get(path);
        var fromWebFlux = service.get(path + "?");

        assertThat(fromPipeline.body()).isEqualTo(fromWebFlux.body());
        assertThat(fromPipeline.header("X-Cache")).isEqualTo("hit");
        assertThat(fromPipeline.response().headers().map().keySet())
                .isEqualTo(fromWebFlux.response().headers().map().keySet());
        for (var header : List.of("Content-Type", "ETag", "Cache-Control", "Content-Length")) {
            assertThat(fromPipeline.header(header)).isEqualTo(fromWebFlux.header(header));
        }
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "304, *", "304, own", "200, other"})
    void theSameReadOfTheDatabaseLooksTheSameFromBothWays(int status, String known) {
        var path = "/patron/" + service.create("read both ways", "Soup");
        var tag = known.equals("own") ? service.get(path).header("ETag") : known;
        String[] headers = {"Cache-Control", "max-age=0, no-cache", "If-None-Match", tag};

        assertSame(service.get(path, headers), service.get(path + "?", headers), status);
    }

    @Test
    void whoIsNotThereIsNotThereOnBothWays() {
        String[] headers = {"Cache-Control", "no-cache"};

        assertSame(
                service.get("/patron/123456789", headers),
                service.get("/patron/123456789?", headers),
                404);
    }

    private static void assertSame(Reply shortWay, Reply webFlux, int status) {
        assertThat(shortWay.status()).isEqualTo(status).isEqualTo(webFlux.status());
        assertThat(shortWay.body()).isEqualTo(webFlux.body());
        assertThat(shortWay.header("X-Cache")).isEqualTo("bypass");
        assertThat(shortWay.response().headers().map())
                .isEqualTo(webFlux.response().headers().map());
    }

    @Test
    void hitsAreCountedWithTheOtherRequests() {
        var path = "/patron/" + service.create("counted", "Soup");
        eventually(() -> assertThat(service.get(path).header("X-Cache")).isEqualTo("hit"));

        assertThat(service.get("/actuator/prometheus").body())
                .contains("http_server_requests_seconds_count{")
                .contains("uri=\"/patron/{id}\"")
                .contains("patron_database_read_ids_count");
    }

    private static String get(String path, String header) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
    }

    private static List<String> sources(InputStream in, int count) throws Exception {
        var sources = new ArrayList<String>();
        while (sources.size() < count) {
            var head = head(in);
            assertThat(head).startsWith("HTTP/1.1 200 ");
            sources.add(header(head, "x-cache"));
            in.skipNBytes(Long.parseLong(header(head, "content-length")));
        }
        return sources;
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private static String head(InputStream in) throws Exception {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            var next = in.read();
            assertThat(next).as("after %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }
}
