package dev.automat.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What curl would see. */
final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private Http() {}

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return send("GET", url, null);
    }

    static JsonNode json(String url) throws IOException, InterruptedException {
        return JSON.readTree(get(url).body());
    }

    /** The data of the next server-sent event of a name, from a stream that goes on. */
    static JsonNode event(String url, String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        try (var lines = CLIENT.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            var data =
                    lines.dropWhile(line -> !line.equals("event:" + name))
                            .skip(1)
                            .findFirst()
                            .orElseThrow(() -> new IOException("Stream ended without " + name));
            return JSON.readTree(data.substring("data:".length()));
        }
    }

    static HttpResponse<String> send(
            String method, String url, @org.jspecify.annotations.Nullable String body)
            throws IOException, InterruptedException {
        var publisher =
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static boolean isReady(String base) {
        try {
            return get(base + "/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
