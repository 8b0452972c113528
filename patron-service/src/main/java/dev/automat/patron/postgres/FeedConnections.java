package dev.automat.patron.postgres;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Connections for feeds: never a pool's, and on an event loop of their own, so that no request
 * delays what a feed tells.
 */
@Component
final class FeedConnections implements DisposableBean {

    /** For those who look at {@code pg_stat_activity}. */
    static final String APPLICATION_NAME = "patron-service listener";

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final LoopResources loop = LoopResources.create("changefeed", 1, true);
    private final PostgresqlConnectionFactory factory;
    private final PostgresqlConnectionFactory replicationFactory;

    FeedConnections(ConnectionFactory pool, ChangeFeedProperties properties) {
        var options = OptionsCapableConnectionFactory.unwrapFrom(pool);
        if (options == null) {
            throw new IllegalStateException("The pool does not say where it connects to");
        }
        var ofFeed = options(options.getOptions(), properties.url());
        this.factory = factory(ofFeed);
        this.replicationFactory = factory(withSenderTimeout(ofFeed, properties.senderTimeout()));
    }

    private ConnectionFactoryOptions options(
            ConnectionFactoryOptions ofPool, @Nullable String url) {
        var options = ofPool.mutate();
        if (url != null) {
            var _ = options.from(ConnectionFactoryOptions.parse(url));
        }
        var _ =
                options.option(ConnectionFactoryOptions.DRIVER, "postgresql")
                        .option(
                                PostgresqlConnectionFactoryProvider.APPLICATION_NAME,
                                APPLICATION_NAME)
                        .option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, loop);
        return options.build();
    }

    private static PostgresqlConnectionFactory factory(ConnectionFactoryOptions options) {
        return new PostgresqlConnectionFactoryProvider().create(options);
    }

    /** The server must not keep its log for long for somebody who is gone. */
    private static ConnectionFactoryOptions withSenderTimeout(
            ConnectionFactoryOptions options, Duration timeout) {
        var settings = new LinkedHashMap<String, String>();
        if (options.getValue(PostgresqlConnectionFactoryProvider.OPTIONS)
                instanceof Map<?, ?> others) {
            others.forEach((name, value) -> settings.put(name.toString(), value.toString()));
        }
        settings.put("wal_sender_timeout", timeout.toMillis() + "ms");
        return options.mutate()
                .option(PostgresqlConnectionFactoryProvider.OPTIONS, settings)
                .build();
    }

    PostgresqlConnectionFactory factory() {
        return factory;
    }

    /** For connections that stream the write-ahead log. */
    PostgresqlConnectionFactory replicationFactory() {
        return replicationFactory;
    }

    /** A connection that is lost already has nothing to say to its end. */
    static Mono<Void> closed(Mono<Void> closing) {
        return closing.timeout(LAST_WORDS).onErrorComplete();
    }

    @Override
    public void destroy() {
        loop.dispose();
    }
}
