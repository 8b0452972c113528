package dev.automat.cli.patrons;

import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks with the patron service; blocks. */
final class PatronService {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NDJSON = "application/x-ndjson";
    private static final int OK = 200;
    private static final int LONGEST_ANSWER = 16 * 1_048_576;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI url;

    PatronService(URI url) {
        this.url = url;
    }

    /** Sends lines until they end, and returns what the service made of them. */
    JsonNode importLines(InputStream lines) throws InterruptedException {
        var request =
                request()
                        .header("Content-Type", NDJSON)
                        .POST(BodyPublishers.ofInputStream(() -> lines))
                        .build();
        return read(send(request));
    }

    /** Asks for all patrons; the caller reads and closes the lines. */
    InputStream exportLines() throws InterruptedException {
        return send(request().header("Accept", NDJSON).GET().build()).body();
    }

    private HttpRequest.Builder request() {
        try {
            return HttpRequest.newBuilder(url.resolve("/patron"));
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(url + " is not the URL of a service", e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != OK) {
                throw new CommandFailedException(refusal(response));
            }
            return response;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "The patron service at %s does not answer: %s".formatted(url, e), e);
        }
    }

    private static String refusal(HttpResponse<InputStream> response) {
        var problem = read(response);
        var imported =
                problem.has("imported")
                        ? "; %,d patrons are imported".formatted(problem.path("imported").asLong())
                        : "";
        var detail = Printable.text(problem.path("detail").asString(""));
        return "The patron service answers %d %s%s"
                .formatted(response.statusCode(), detail, imported);
    }

    private static JsonNode read(HttpResponse<InputStream> response) {
        try (var body = response.body()) {
            return JSON.readTree(body.readNBytes(LONGEST_ANSWER));
        } catch (IOException | JacksonException e) {
            throw new CommandFailedException(
                    "The patron service answers " + response.statusCode() + " and no JSON", e);
        }
    }
}
