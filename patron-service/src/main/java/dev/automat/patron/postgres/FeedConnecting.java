package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.FeedEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replaces a feed's connection by a new one whenever it ends, for ever. Each has a number. */
final class FeedConnecting {

    private static final Logger LOG = LoggerFactory.getLogger(FeedConnecting.class);

    private final AtomicLong numbers = new AtomicLong();

    /**
     * Tells what all connections tell.
     *
     * @param connection opens one, of this number; told when it was good for something
     */
    Flux<FeedEvent> forever(BiFunction<Long, ReconnectDelay, Flux<FeedEvent>> connection) {
        return Flux.defer(() -> forever(connection, new ReconnectDelay()));
    }

    private Flux<FeedEvent> forever(
            BiFunction<Long, ReconnectDelay, Flux<FeedEvent>> connection, ReconnectDelay delay) {
        return Flux.defer(() -> connection.apply(numbers.incrementAndGet(), delay))
                .onErrorResume(FeedConnecting::logFailure)
                .repeatWhen(ends -> ends.concatMap(_ -> Mono.delay(delay.next())));
    }

    private static Mono<FeedEvent> logFailure(Throwable cause) {
        LOG.warn("Cannot listen for changes, trying again: {}", cause.toString());
        return Mono.empty();
    }
}
