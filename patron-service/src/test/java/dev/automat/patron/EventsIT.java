package dev.automat.patron;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The database's events as server-sent events. */
class EventsIT {

    private final PatronInstance service = SharedInstances.first();

    @Test
    void showsEveryEventAsItCame() throws Exception {
        try (var watcher = new Watcher(service)) {
            var id = service.create("watched", "Soup");
            service.put("/patron/" + id, "{\"name\":\"watched\",\"fav_dish\":\"Ramen\"}");
            service.delete("/patron/" + id);

            eventually(() -> assertThat(watcher.data(id)).hasSize(3));

            assertThat(watcher.lines).contains("event:patron", "retry:1000");
            assertThat(watcher.data(id).getFirst())
                    .matches(
                            "data:\\{\"table\":\"patron\",\"id\":\\d+,\"type\":\"INSERT\","
                                    + "\"version\":\\d+,\"data\":\\{\"id\":\\d+,"
                                    + "\"name\":\"watched\",\"fav_dish\":\"Soup\"}}");
            assertThat(watcher.data(id).get(1)).contains("\"diff\":{\"fav_dish\":\"Ramen\"}");
            assertThat(watcher.data(id).get(2)).contains("\"type\":\"DELETE\"");
            assertThat(watcher.lines).noneMatch(line -> line.contains("\"mac\""));
        }
    }

    @Test
    void goesOnWhereAWatcherLeftOffOnAnotherInstanceToo() throws Exception {
        var other = SharedInstances.second();
        var first = service.create("first", "Soup");
        String lastId;
        try (var watcher = new Watcher(service)) {
            service.put("/patron/" + first, "{\"name\":\"first\",\"fav_dish\":\"Ramen\"}");
            eventually(() -> assertThat(watcher.data(first)).hasSize(1));
            lastId = watcher.lastId();
        }
        var missed = service.create("missed", "Soup");

        try (var watcher = new Watcher(other, "Last-Event-ID", lastId)) {
            var live = service.create("live", "Soup");

            eventually(() -> assertThat(watcher.data(live)).hasSize(1));

            assertThat(watcher.data(missed)).hasSize(1);
            assertThat(watcher.data(first)).isEmpty();
            assertThat(watcher.lines).doesNotContain("event:gap");
        }
    }

    @Test
    void saysThatItDoesNotKnowTheWayBack() throws Exception {
        try (var watcher = new Watcher(service, "Last-Event-ID", "-3");
                var confused = new Watcher(service, "Last-Event-ID", "x")) {
            eventually(() -> assertThat(watcher.lines).contains("event:gap"));
            eventually(() -> assertThat(confused.lines).contains("event:gap"));
        }
    }

    /** Reads a stream line by line on a virtual thread. */
    private static final class Watcher implements AutoCloseable {

        final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        Watcher(PatronInstance instance, String... headers) throws Exception {
            var request = HttpRequest.newBuilder(instance.uri("/patron/events"));
            if (headers.length > 0) {
                request.headers(headers);
            }
            var response = http.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            var reader =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            Thread.startVirtualThread(() -> read(reader));
            // The stream says hello before it listens: who has seen an event is surely there.
            eventually(() -> assertSeesSomething(instance));
        }

        private void assertSeesSomething(PatronInstance instance) {
            instance.create("probe", "");
            assertThat(lines).anyMatch(line -> line.startsWith("data:"));
        }

        private void read(BufferedReader reader) {
            try {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException _) {
                // Closed by the test.
            }
        }

        List<String> data(long id) {
            return lines.stream()
                    .filter(line -> line.startsWith("data:"))
                    .filter(line -> line.contains("\"id\":" + id + ",\"type\""))
                    .toList();
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .reduce((_, last) -> last)
                    .orElseThrow()
                    .substring(3);
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }
}
