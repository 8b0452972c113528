package dev.automat.bench.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/** What the broker says of its connections. */
final class StatusPage implements AutoCloseable {

    private static final Pattern FIRST =
            Pattern.compile("\"peer\":\"[^\"]*:(\\d+)\".*?\"pinnedBytes\":(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    StatusPage(int port) {
        var uri = URI.create("http://127.0.0.1:%d/api/connections?sort=pinned".formatted(port));
        this.request = HttpRequest.newBuilder(uri).build();
    }

    /**
     * A connection.
     *
     * @param port of the client's end; 0 when there is none
     */
    record Named(int port, long pinnedBytes) {}

    /** The connection that is listed first. */
    Named mostPinned() throws IOException {
        try {
            var found = FIRST.matcher(http.send(request, BodyHandlers.ofString()).body());
            return found.find()
                    ? new Named(Integer.parseInt(found.group(1)), Long.parseLong(found.group(2)))
                    : new Named(0, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
