package dev.automat.dashboard.live;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** One service's event stream, read once for all viewers and opened again whenever it ends. */
final class UpstreamFeed {

    /** Which of a service's events become which of ours. */
    enum Channel {
        METRICS("metrics", "/feed", "message", "sample"),
        BROKER("broker", "/api/events", "rates", "broker"),
        PATRON("patron", "/patron/events", "patron", "patron"),
        NEWS("news", "/api/news/events", "source", "news");

        private final String upstream;
        private final String path;
        private final String from;
        private final String to;

        Channel(String upstream, String path, String from, String to) {
            this.upstream = upstream;
            this.path = path;
            this.from = from;
            this.to = to;
        }

        String upstream() {
            return upstream;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(UpstreamFeed.class);

    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};

    /** What a service says when the dashboard was too slow for it: as good as a new stream. */
    private static final String GAP = "gap";

    /** Services send a heartbeat every 15 seconds; two missing ones are a dead connection. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(40);

    private static final Retry RECONNECT =
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(250))
                    .maxBackoff(Duration.ofSeconds(1))
                    .transientErrors(true);

    private final WebClient client;
    private final Channel channel;

    /**
     * @param client bound to the service's base URL
     */
    UpstreamFeed(WebClient client, Channel channel) {
        this.client = client;
        this.channel = channel;
    }

    /**
     * Reads the service's events for ever.
     *
     * @return an {@code opened} event after each connect, then the service's events; never
     *     completes and never fails, waits up to a second and a half between two attempts
     */
    Flux<LiveEvent> events() {
        return Flux.defer(this::connection).retryWhen(RECONNECT);
    }

    private Flux<LiveEvent> connection() {
        return client.get()
                .uri(channel.path)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchangeToFlux(this::read)
                .timeout(LONGEST_SILENCE, Flux.error(() -> new FeedEndedException("fell silent")))
                .filter(event -> !event.json().isEmpty())
                .concatWith(Flux.error(() -> new FeedEndedException("was closed")));
    }

    private Flux<LiveEvent> read(ClientResponse response) {
        if (!response.statusCode().is2xxSuccessful()) {
            return response.<LiveEvent>createError().flux();
        }
        log.info("Stream of {} is open", channel.upstream);
        return response.bodyToFlux(EVENT)
                .map(this::translate)
                .startWith(LiveEvent.opened(channel.upstream))
                .doOnTerminate(() -> log.info("Stream of {} has ended", channel.upstream));
    }

    /** A heartbeat, or an event of no interest here, has empty data: it only proves life. */
    private LiveEvent translate(ServerSentEvent<String> event) {
        var name = event.event() == null ? "message" : event.event();
        if (name.equals(GAP)) {
            return LiveEvent.opened(channel.upstream);
        }
        var data = event.data();
        return new LiveEvent(channel.to, data == null || !name.equals(channel.from) ? "" : data);
    }
}
