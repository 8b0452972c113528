package dev.automat.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of an event stream, which may stall. */
public final class EventReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Event END = new Event("end of stream", "");

    /** One event; a comment counts as none. */
    public record Event(String name, String data) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch awake;
    private final HttpHeaders headers;
    private final InputStream body;

    private EventReader(String url, int stalled) {
        awake = new CountDownLatch(stalled);
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Accept", "text/event-stream")
                            .build();
            var response = client.send(request, BodyHandlers.ofInputStream());
            headers = response.headers();
            body = response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Thread.startVirtualThread(this::read);
    }

    /** Opens a stream and reads it as it comes. */
    public static EventReader open(String url) {
        return new EventReader(url, 0);
    }

    /** Opens a stream and reads none of it until {@link #wake}. */
    public static EventReader openStalled(String url) {
        return new EventReader(url, 1);
    }

    /** Ends a stall. */
    public void wake() {
        awake.countDown();
    }

    private void read() {
        var name = "message";
        var data = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            awake.await();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).strip());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(name, data.toString()));
                    name = "message";
                    data.setLength(0);
                }
            }
        } catch (IOException e) {
            // Cut off, by either side: an end all the same.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.add(END);
    }

    /** The answer's headers. */
    public HttpHeaders headers() {
        return headers;
    }

    /** Waits for an event of this name whose data contains the text, past all others. */
    public Event await(String name, String text) {
        return await(event -> event.name().equals(name) && event.data().contains(text));
    }

    /** Waits for an event, past all others. */
    public Event await(Predicate<Event> wanted) {
        var seen = new ArrayList<Event>();
        var deadline = Instant.now().plus(PATIENCE);
        try {
            while (true) {
                var event =
                        events.poll(
                                Duration.between(Instant.now(), deadline).toMillis(),
                                TimeUnit.MILLISECONDS);
                if (event == null) {
                    throw new AssertionError("It never came; these did: " + seen);
                }
                if (wanted.test(event)) {
                    return event;
                }
                if (event.equals(END)) {
                    throw new AssertionError("The stream ended before it came, after " + seen);
                }
                seen.add(event);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the end of the stream. */
    public void awaitEnd() {
        await(event -> event.equals(END));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
