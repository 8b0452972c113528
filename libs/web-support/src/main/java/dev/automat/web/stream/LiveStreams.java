package dev.automat.web.stream;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Server-sent event streams (WHATWG HTML, section 9.2) that last: a comment at the start and every
 * 15 seconds keeps proxies from closing them and shows a dead peer, and a shutdown ends them before
 * it waits for requests under way, so that clients come back to the next process.
 */
public final class LiveStreams implements SmartLifecycle {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Sinks.Empty<Void> shutdown = Sinks.empty();
    private volatile boolean running;

    LiveStreams() {}

    /**
     * Keeps a stream alive.
     *
     * @param events what the client gets; an error ends the stream
     * @return the events between heartbeats, the first of them at once and with the client's retry
     *     delay of one second; completes when the events do or when the service stops
     */
    public <T> Flux<ServerSentEvent<T>> keepAlive(Flux<ServerSentEvent<T>> events) {
        var heartbeat =
                Flux.interval(HEARTBEAT)
                        .onBackpressureDrop()
                        .map(_ -> ServerSentEvent.<T>builder().comment("alive").build());
        var hello = ServerSentEvent.<T>builder().retry(RETRY).comment("open").build();
        return Flux.merge(events.materialize(), heartbeat.materialize())
                .<ServerSentEvent<T>>dematerialize()
                .startWith(hello)
                .takeUntilOther(shutdown.asMono());
    }

    @Override
    public void start() {
        shutdown = Sinks.empty();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        var _ = shutdown.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops first: the web server's graceful shutdown waits for streams to end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
