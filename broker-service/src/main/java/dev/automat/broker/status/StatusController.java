package dev.automat.broker.status;

import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.Connections;
import dev.automat.broker.server.Refusals;
import dev.automat.web.stream.LiveStreams;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** What the broker is doing. */
@RestController
final class StatusController {

    private final LiveRates rates;
    private final Connections connections;
    private final Refusals refusals;
    private final LiveStreams streams;

    StatusController(
            LiveRates rates, Connections connections, Refusals refusals, LiveStreams streams) {
        this.rates = rates;
        this.connections = connections;
        this.refusals = refusals;
        this.streams = streams;
    }

    /** Channels in use as of now, with the rates of the last full second, busiest first. */
    @GetMapping("/api/channels")
    List<ChannelResponse> channels() {
        return rates.channels();
    }

    /** Open connections: the one that pins most first, unless asked for another order. */
    @GetMapping("/api/connections")
    List<ConnectionSnapshot> connections(@RequestParam(defaultValue = "pinned") String sort) {
        return ConnectionOrder.of(sort).sorted(connections.snapshots());
    }

    /** Connections that the broker closed, with the reason, newest first. */
    @GetMapping("/api/connections/closed")
    List<Refusals.Closing> closed() {
        return refusals.recent();
    }

    /** Rates once a second. */
    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<RatesResponse>> events() {
        return streams.keepAlive(
                rates.rates().map(look -> ServerSentEvent.builder(look).event("rates").build()));
    }
}
