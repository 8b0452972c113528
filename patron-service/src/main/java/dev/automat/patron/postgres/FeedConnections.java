package dev.automat.patron.postgres;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.stereotype.Component;
import reactor.netty.resources.LoopResources;

/**
 * Connections for feeds: never a pool's, and on an event loop of their own, so that no request
 * delays what a feed tells.
 */
@Component
final class FeedConnections implements DisposableBean {

    /** For those who look at {@code pg_stat_activity}. */
    static final String APPLICATION_NAME = "patron-service listener";

    private final LoopResources loop = LoopResources.create("changefeed", 1, true);
    private final PostgresqlConnectionFactory factory;

    FeedConnections(ConnectionFactory pool, ChangeFeedProperties properties) {
        var options = OptionsCapableConnectionFactory.unwrapFrom(pool);
        if (options == null) {
            throw new IllegalStateException("The pool does not say where it connects to");
        }
        this.factory = factory(options.getOptions(), properties.url());
    }

    private PostgresqlConnectionFactory factory(
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
        return new PostgresqlConnectionFactoryProvider().create(options.build());
    }

    PostgresqlConnectionFactory factory() {
        return factory;
    }

    @Override
    public void destroy() {
        loop.dispose();
    }
}
