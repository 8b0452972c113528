package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.ChangeFeed;
import dev.automat.patron.changefeed.CoherenceProperties;
import dev.automat.patron.changefeed.FeedAudit;
import dev.automat.patron.changefeed.FeedEvent;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes by LISTEN and NOTIFY, on a connection of its own that is never a pool's. */
@Component
@ConditionalOnProperty(
        name = "automat.patron.changefeed.kind",
        havingValue = "notify",
        matchIfMissing = true)
final class PostgresChangeFeed implements ChangeFeed {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Not flushed to disk: who hears a heartbeat does not care whether it survives a crash. */
    private static final String HEARTBEAT =
            "SELECT pg_notify($1, $2), set_config('synchronous_commit', 'off', true)";

    private final FeedConnections connections;
    private final ConnectionFactory pool;
    private final TriggerAudit audit;
    private final Duration longestSilence;
    private final FeedConnecting connecting = new FeedConnecting();
    private final String heartbeats = "hb_" + UUID.randomUUID().toString().replace("-", "");

    PostgresChangeFeed(
            FeedConnections connections,
            ConnectionFactory pool,
            TriggerAudit audit,
            CoherenceProperties properties) {
        this.connections = connections;
        this.pool = pool;
        this.audit = audit;
        this.longestSilence = properties.bound().multipliedBy(3);
    }

    @Override
    public Flux<FeedEvent> events(Set<String> tables) {
        return connecting.forever((number, delay) -> oneConnection(number, tables, delay));
    }

    private Flux<FeedEvent> oneConnection(long number, Set<String> tables, ReconnectDelay delay) {
        var silence = new FeedConnection.Silence(heartbeats, longestSilence, delay);
        return Flux.usingWhen(
                connections.factory().create().timeout(PATIENCE),
                connection -> new Listener(number, connection, tables, silence).events(),
                connection -> FeedConnections.closed(connection.close()));
    }

    @Override
    public Mono<Void> sendHeartbeat(Supplier<String> text) {
        return Queries.tell(pool, HEARTBEAT, heartbeats, text);
    }

    @Override
    public Mono<FeedAudit> audit(String table) {
        return audit.look(table);
    }
}
