package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.ChangeFeed;
import dev.automat.patron.changefeed.CoherenceProperties;
import dev.automat.patron.changefeed.EventOrigin;
import dev.automat.patron.changefeed.FeedAudit;
import dev.automat.patron.changefeed.FeedEvent;
import io.r2dbc.postgresql.api.PostgresqlReplicationConnection;
import io.r2dbc.postgresql.replication.ReplicationRequest;
import io.r2dbc.postgresql.replication.ReplicationSlotRequest;
import io.r2dbc.postgresql.replication.ReplicationStream;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Changes from the write-ahead log, by logical decoding.
 *
 * <p>Each connection has a temporary slot: it ends with the connection, and the server ends the
 * connection of an instance that does not answer, so that nobody who is gone keeps the log. The
 * price is that a new connection begins at the present, as it does with notifications.
 */
@Component
@ConditionalOnProperty(name = "automat.patron.changefeed.kind", havingValue = "logical")
final class LogicalChangeFeed implements ChangeFeed {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Making a slot waits for transactions that write; lock_timeout ends that sooner. */
    private static final Duration PATIENCE_FOR_SLOT = Duration.ofSeconds(10);

    /** Flushed: the server sends no more of its log than is on its disk. */
    private static final String HEARTBEAT =
            "SELECT pg_logical_emit_message(true, $1, $2)::text,"
                    + " set_config('synchronous_commit', 'local', true)";

    private final FeedConnections connections;
    private final ConnectionFactory pool;
    private final Publication publication;
    private final Duration longestSilence;
    private final FeedConnecting connecting = new FeedConnecting();
    private final String name = "changefeed_" + UUID.randomUUID().toString().replace("-", "");

    LogicalChangeFeed(
            FeedConnections connections,
            ConnectionFactory pool,
            Publication publication,
            CoherenceProperties properties) {
        this.connections = connections;
        this.pool = pool;
        this.publication = publication;
        this.longestSilence = properties.bound().multipliedBy(3);
    }

    @Override
    public Flux<FeedEvent> events(Set<String> tables) {
        return connecting.forever((number, delay) -> oneConnection(number, tables, delay));
    }

    private Flux<FeedEvent> oneConnection(long number, Set<String> tables, ReconnectDelay delay) {
        var silence = new FeedConnection.Silence(name, longestSilence, delay);
        var slot = name + "_" + number;
        return publication
                .publish(tables)
                .timeout(PATIENCE)
                .thenMany(
                        Flux.usingWhen(
                                connections.replicationFactory().replication().timeout(PATIENCE),
                                connection ->
                                        Flux.<FeedEvent>create(sink -> {
                                            var feed = new FeedConnection(number, silence, sink);
                                            attach(sink, feed, connection, slot, tables);
                                        }),
                                connection -> FeedConnections.closed(connection.close())));
    }

    private void attach(
            FluxSink<FeedEvent> sink,
            FeedConnection feed,
            PostgresqlReplicationConnection connection,
            String slot,
            Set<String> tables) {
        var reader = new LogReader(feed, tables);
        var stream =
                open(connection, slot)
                        .doOnNext(_ -> feed.opened(EventOrigin.unknown()))
                        .flatMapMany(LogicalChangeFeed::messages)
                        .subscribe(
                                reader::read, feed::end, () -> feed.end(new FeedEndedException()));
        var _ = sink.onDispose(Disposables.composite(stream, feed.watch()));
    }

    /** The slot stands where the log can be read from; what is older must be seen by all. */
    private Mono<ReplicationStream> open(PostgresqlReplicationConnection connection, String slot) {
        return connection
                .createSlot(
                        ReplicationSlotRequest.logical()
                                .slotName(slot)
                                .outputPlugin("pgoutput")
                                .temporary()
                                .build())
                .timeout(PATIENCE_FOR_SLOT)
                .then(publication.awaitOlderTransactions().timeout(PATIENCE))
                .then(
                        Mono.defer(() -> connection.startReplication(request(slot)))
                                .timeout(PATIENCE));
    }

    /**
     * Without reports at intervals: the driver answers when the server asks, and that is enough.
     */
    private static ReplicationRequest request(String slot) {
        return ReplicationRequest.logical()
                .slotName(slot)
                .startPosition(io.r2dbc.postgresql.replication.LogSequenceNumber.valueOf(0))
                .statusInterval(Duration.ZERO)
                .slotOption("proto_version", "1")
                .slotOption("publication_names", Publication.NAME)
                .slotOption("messages", "true")
                .build();
    }

    private static Flux<PgOutput> messages(ReplicationStream stream) {
        return stream.map(PgOutputReader::read).doOnNext(message -> confirm(stream, message));
    }

    /** Lets the server forget its log up to here; nobody asks for it again. */
    private static void confirm(ReplicationStream stream, PgOutput message) {
        if (message == PgOutput.Commit.INSTANCE) {
            stream.setFlushedLSN(stream.getLastReceiveLSN());
            stream.setAppliedLSN(stream.getLastReceiveLSN());
        }
    }

    @Override
    public Mono<Void> sendHeartbeat(Supplier<String> text) {
        return Queries.tell(pool, HEARTBEAT, name, text);
    }

    @Override
    public Mono<FeedAudit> audit(String table) {
        return publication.look(table, name);
    }
}
