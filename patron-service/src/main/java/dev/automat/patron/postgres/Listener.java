package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.EventOrigin;
import dev.automat.patron.changefeed.FeedEvent;
import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * One connection's life as a listener. Its signals come one at a time, on the connection's event
 * loop.
 */
final class Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final long number;
    private final PostgresqlConnection connection;
    private final Set<String> tables;
    private final FeedConnection.Silence silence;

    Listener(
            long number,
            PostgresqlConnection connection,
            Set<String> tables,
            FeedConnection.Silence silence) {
        this.number = number;
        this.connection = connection;
        this.tables = tables;
        this.silence = silence;
    }

    /** Ends with {@link FeedEvent.Lost}, or fails when listening did not even begin. */
    Flux<FeedEvent> events() {
        return Flux.create(this::attach);
    }

    /**
     * Takes notifications by hand. The driver drops what comes before there is a subscriber, so
     * this comes before LISTEN; and it ends the stream of a subscriber who does not take all at
     * once, which any operator with a buffer of its own would be.
     */
    private void attach(FluxSink<FeedEvent> sink) {
        var feed = new FeedConnection(number, silence, sink);
        var notifications =
                connection
                        .getNotifications()
                        .subscribe(
                                notification -> notified(feed, notification),
                                feed::end,
                                () -> feed.end(new FeedEndedException()));
        var opening = open().timeout(PATIENCE).subscribe(feed::opened, feed::end);
        var _ = sink.onDispose(Disposables.composite(notifications, opening, feed.watch()));
    }

    private static void notified(FeedConnection feed, Notification it) {
        var payload = Objects.requireNonNullElse(it.getParameter(), "");
        if (feed.isHeartbeat(it.getName())) {
            feed.echoed(payload);
        } else {
            feed.emit(
                    new FeedEvent.Notified(
                            feed.number(),
                            new dev.automat.patron.changefeed.Notification(
                                    it.getName(), it.getProcessId(), payload)));
        }
    }

    private Mono<EventOrigin> open() {
        return Flux.fromIterable(tables)
                .map("chan_"::concat)
                .concatWithValues(silence.channel())
                .concatMap(channel -> run("LISTEN " + channel))
                .then(origin());
    }

    private Mono<Void> run(String statement) {
        return connection
                .createStatement(statement)
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }

    /** Read after LISTEN: events of versions drawn by now may have been sent before. */
    private Mono<EventOrigin> origin() {
        return connection
                .createStatement(
                        "SELECT key, CASE WHEN is_called THEN last_value ELSE 0 END AS floor"
                                + " FROM changefeed.seal, changefeed.version")
                .execute()
                .concatMap(result -> result.map(Listener::origin))
                .single()
                .onErrorResume(Listener::isForbidden, _ -> unknownOrigin());
    }

    private static EventOrigin origin(Readable row) {
        return EventOrigin.withKey(
                Objects.requireNonNull(row.get("key", byte[].class)),
                Objects.requireNonNull(row.get("floor", Long.class)));
    }

    private static boolean isForbidden(Throwable error) {
        return error instanceof PostgresqlException postgres
                && postgres.getErrorDetails().getCode().equals(INSUFFICIENT_PRIVILEGE);
    }

    private static Mono<EventOrigin> unknownOrigin() {
        LOG.warn(
                "This role may not read changefeed.seal, so events evict and never fill the"
                        + " cache");
        return Mono.just(EventOrigin.unknown());
    }
}
