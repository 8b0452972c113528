package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.ChangeFeed;
import dev.automat.patron.changefeed.FeedEvent;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes by LISTEN and NOTIFY, on a connection of its own that is never a pool's. */
@Component
final class PostgresChangeFeed implements ChangeFeed {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresChangeFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConnectionFactory connections;
    private final AtomicLong numbers = new AtomicLong();

    PostgresChangeFeed(ConnectionFactory pool) {
        this.connections = unpooled(pool);
    }

    private static ConnectionFactory unpooled(ConnectionFactory factory) {
        return factory instanceof Wrapped<?> wrapper
                        && wrapper.unwrap() instanceof ConnectionFactory inner
                ? unpooled(inner)
                : factory;
    }

    @Override
    public Flux<FeedEvent> events(Set<String> channels) {
        return Flux.defer(() -> events(channels, new ReconnectDelay()));
    }

    private Flux<FeedEvent> events(Set<String> channels, ReconnectDelay delay) {
        return Flux.defer(() -> oneConnection(channels, delay))
                .onErrorResume(PostgresChangeFeed::logFailure)
                .repeatWhen(ends -> ends.concatMap(_ -> Mono.delay(delay.next())));
    }

    private static Mono<FeedEvent> logFailure(Throwable cause) {
        LOG.warn("Cannot listen for changes, trying again: {}", cause.toString());
        return Mono.empty();
    }

    private Flux<FeedEvent> oneConnection(Set<String> channels, ReconnectDelay delay) {
        return Flux.usingWhen(
                Mono.from(connections.create()).cast(PostgresqlConnection.class).timeout(PATIENCE),
                connection ->
                        new Listener(numbers.incrementAndGet(), connection, channels, delay)
                                .events(),
                PostgresChangeFeed::close);
    }

    /** A connection that is lost already has nothing to say to its end. */
    private static Publisher<Void> close(PostgresqlConnection connection) {
        return connection.close().timeout(PATIENCE).onErrorComplete();
    }
}
