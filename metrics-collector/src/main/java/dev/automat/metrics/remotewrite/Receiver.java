package dev.automat.metrics.remotewrite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The store that samples are sent to. */
final class Receiver implements AutoCloseable {

    private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

    private final RemoteWriteProperties properties;
    private final URI url;
    private final HttpClient client;

    Receiver(RemoteWriteProperties properties, URI url) {
        this.properties = properties;
        this.url = url;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(properties.timeout())
                        .build();
    }

    /** What became of a request. */
    sealed interface Outcome {

        /** It is stored. */
        enum Stored implements Outcome {
            INSTANCE
        }

        /** It will never be: the receiver blames what was sent. */
        record Refused(int status) implements Outcome {}

        /** It may be another time, after a pause of the receiver's wish, or zero. */
        record Unavailable(String cause, Duration wish) implements Outcome {}
    }

    /** Sends a body, and waits for the answer. */
    Outcome send(byte[] body) throws InterruptedException {
        try {
            var answer = client.send(request(body), HttpResponse.BodyHandlers.discarding());
            int status = answer.statusCode();
            if (status / 100 == 2) {
                return Outcome.Stored.INSTANCE;
            }
            if (status / 100 == 5 || status == 429 || status == 408) {
                var wish = answer.headers().firstValue("Retry-After").orElse("");
                return new Outcome.Unavailable("status " + status, wish(wish));
            }
            return new Outcome.Refused(status);
        } catch (IOException | RuntimeException e) {
            // Whatever it is: the next samples must not be without a sender.
            return new Outcome.Unavailable(e.toString(), Duration.ZERO);
        }
    }

    private HttpRequest request(byte[] body) {
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(properties.timeout())
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("User-Agent", "automat-metrics-collector")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        var authorization = properties.authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    /** Seconds or a date, as HTTP has it; zero for anything else. */
    static Duration wish(String retryAfter) {
        Duration wish;
        try {
            wish =
                    retryAfter.chars().allMatch(Character::isDigit)
                            ? Duration.ofSeconds(Long.parseLong(retryAfter))
                            : Duration.between(
                                    Instant.now(),
                                    ZonedDateTime.parse(
                                            retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (NumberFormatException | DateTimeException _) {
            return Duration.ZERO;
        }
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
