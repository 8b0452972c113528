package dev.automat.cli.top;

import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the broker what it is doing; blocks. */
final class BrokerStatus {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 64 * 1_048_576;
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final URI url;

    BrokerStatus(URI url) {
        this.url = url;
    }

    /** Channels in use, busiest first. */
    JsonNode channels() throws InterruptedException {
        return get("/api/channels");
    }

    /** Open connections, the one that pins most first. */
    JsonNode connections() throws InterruptedException {
        return get("/api/connections?sort=pinned");
    }

    private JsonNode get(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).build();
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new CommandFailedException(
                            "The broker at %s answers %d".formatted(url, response.statusCode()));
                }
                return JSON.readTree(body.readNBytes(LONGEST_ANSWER));
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    "The broker at %s does not answer: %s".formatted(url, e), e);
        } catch (JacksonException e) {
            throw new CommandFailedException("The broker at %s answers no JSON".formatted(url), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(url + " is not the URL of a service", e);
        }
    }
}
