package dev.automat.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks with the patron service; blocks. */
final class PatronClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();
    private final URI service;

    PatronClient(URI service) {
        this.service = service;
    }

    /** Creates a patron and says its id. */
    long create(String name, String favouriteDish) throws IOException, InterruptedException {
        var answer = send(request("/patron").POST(body(name, favouriteDish)));
        return tree(answer).path("id").asLong();
    }

    /** Replaces a patron; false when there is none of this id. */
    boolean replace(long id, String name, String favouriteDish)
            throws IOException, InterruptedException {
        return exists(send(request("/patron/" + id).PUT(body(name, favouriteDish))));
    }

    /** Deletes a patron, if there is one of this id. */
    void delete(long id) throws IOException, InterruptedException {
        exists(send(request("/patron/" + id).DELETE()));
    }

    /** The name of a patron; empty when there is none of this id. */
    Optional<String> name(long id) throws IOException, InterruptedException {
        var answer = send(request("/patron/" + id).GET());
        return exists(answer)
                ? Optional.of(tree(answer).path("name").asString(""))
                : Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(String name, String favouriteDish) {
        return BodyPublishers.ofByteArray(
                JSON.writeValueAsBytes(Map.of("name", name, "fav_dish", favouriteDish)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static boolean exists(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() == 404) {
            return false;
        }
        requireSuccess(answer);
        return true;
    }

    private static JsonNode tree(HttpResponse<String> answer) throws IOException {
        requireSuccess(answer);
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException cause) {
            throw new IOException("The patron service answered something else than JSON", cause);
        }
    }

    private static void requireSuccess(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("The patron service answered with status " + answer.statusCode());
        }
    }
}
