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
    private static final int LOOKS_A_SILENCE = 6;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final long number;
    private final PostgresqlConnection connection;
    private final Set<String> tables;
    private final Silence silence;
    private volatile boolean isOpen;
    private volatile long lastHeard;

    /**
     * What ends a connection that says nothing.
     *
     * @param channel where heartbeats come
     * @param longest time without one
     * @param delay reset by the first one: a connection that brings none is good for nothing
     */
    record Silence(String channel, Duration longest, ReconnectDelay delay) {}

    Listener(long number, PostgresqlConnection connection, Set<String> tables, Silence silence) {
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
        var notifications =
                connection
                        .getNotifications()
                        .subscribe(
                                notification -> emit(sink, notified(notification)),
                                cause -> end(sink, cause),
                                () -> end(sink, new FeedEndedException()));
        var opening =
                open().timeout(PATIENCE)
                        .subscribe(origin -> opened(sink, origin), cause -> end(sink, cause));
        var watch =
                Flux.interval(silence.longest().dividedBy(LOOKS_A_SILENCE))
                        .onBackpressureDrop()
                        .subscribe(_ -> endIfSilent(sink));
        var _ = sink.onDispose(Disposables.composite(notifications, opening, watch));
    }

    private FeedEvent notified(Notification it) {
        var payload = Objects.requireNonNullElse(it.getParameter(), "");
        if (it.getName().equals(silence.channel())) {
            lastHeard = System.nanoTime();
            silence.delay().reset();
            return new FeedEvent.Echoed(number, payload);
        }
        return new FeedEvent.Notified(
                number,
                new dev.automat.patron.changefeed.Notification(
                        it.getName(), it.getProcessId(), payload));
    }

    private void endIfSilent(FluxSink<FeedEvent> sink) {
        if (isOpen && System.nanoTime() - lastHeard > silence.longest().toNanos()) {
            end(sink, new SilentFeedException(silence.longest()));
        }
    }

    private void opened(FluxSink<FeedEvent> sink, EventOrigin origin) {
        lastHeard = System.nanoTime();
        isOpen = true;
        emit(sink, new FeedEvent.Opened(number, origin));
    }

    private void end(FluxSink<FeedEvent> sink, Throwable cause) {
        if (isOpen) {
            emit(sink, new FeedEvent.Lost(number, cause));
            sink.complete();
        } else {
            sink.error(cause);
        }
    }

    private static void emit(FluxSink<FeedEvent> sink, FeedEvent event) {
        var _ = sink.next(event);
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
