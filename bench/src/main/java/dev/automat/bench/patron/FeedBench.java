package dev.automat.bench.patron;

import io.netty.buffer.ByteBuf;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlReplicationConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.postgresql.replication.LogSequenceNumber;
import io.r2dbc.postgresql.replication.ReplicationRequest;
import io.r2dbc.postgresql.replication.ReplicationSlotRequest;
import io.r2dbc.postgresql.replication.ReplicationStream;
import io.r2dbc.spi.Closeable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What feeds cost writers: commits a second with neither, with notifications heard by many, and
 * with many readers of the log. Readers are bare connections, not whole instances.
 */
final class FeedBench {

    private static final int WRITERS = 32;
    private static final int ROWS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int INSTANCES = Integer.getInteger("bench.instances", 50);

    private final String database;
    private final PostgresqlConnectionFactory factory;
    private final int seconds;

    FeedBench(String database, int port, int seconds) {
        this.database = database;
        this.factory =
                new PostgresqlConnectionFactory(
                        PostgresqlConnectionConfiguration.builder()
                                .host("127.0.0.1")
                                .port(port)
                                .username("postgres")
                                .database("postgres")
                                .build());
        this.seconds = seconds;
    }

    void run() throws SQLException, InterruptedException, ExecutionException {
        System.out.printf(
                "%nP8  commits of one-row updates by %d writers, %d instances attached%n",
                WRITERS, INSTANCES);
        execute("SELECT changefeed.unwatch('patron')");
        double alone = print("no trigger, nobody attached", commits(), 0);
        withReaders(alone);
        execute("SELECT changefeed.watch('patron')");
        var _ = print("notifications, nobody listens", commits(), alone);
        withListeners(alone);
    }

    private static double print(String title, double rate, double alone) {
        System.out.printf(
                "    %-30s %,10.0f commits/s%s%n",
                title, rate, alone == 0 ? "" : ", ratio %.2f".formatted(rate / alone));
        return rate;
    }

    private void withListeners(double alone) throws InterruptedException, ExecutionException {
        var listeners = all(_ -> factory.create().flatMap(FeedBench::listen));
        var _ = print("notifications, all listen", commits(), alone);
        end(listeners);
    }

    private static Mono<PostgresqlConnection> listen(PostgresqlConnection connection) {
        // It fails when the connection is closed at the end.
        var _ = connection.getNotifications().onErrorComplete().subscribe();
        return connection
                .createStatement("LISTEN chan_patron")
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then(Mono.just(connection));
    }

    private void withReaders(double alone)
            throws SQLException, InterruptedException, ExecutionException {
        execute("CREATE PUBLICATION bench FOR TABLE patron");
        var readers =
                all(number -> factory.replication().flatMap(it -> read(it, "bench_" + number)));
        var _ = print("log, all read", commits(), alone);
        end(readers);
        execute("DROP PUBLICATION bench");
    }

    private static Mono<PostgresqlReplicationConnection> read(
            PostgresqlReplicationConnection connection, String slot) {
        var made =
                ReplicationSlotRequest.logical()
                        .slotName(slot)
                        .outputPlugin("pgoutput")
                        .temporary()
                        .build();
        var from =
                ReplicationRequest.logical()
                        .slotName(slot)
                        .startPosition(LogSequenceNumber.valueOf(0))
                        .slotOption("proto_version", "1")
                        .slotOption("publication_names", "bench")
                        .build();
        return connection
                .createSlot(made)
                .then(Mono.defer(() -> connection.startReplication(from)))
                .doOnNext(FeedBench::drain)
                .thenReturn(connection);
    }

    private static void drain(ReplicationStream stream) {
        var _ =
                stream.map(ByteBuf::readableBytes)
                        .onErrorComplete()
                        .subscribe(_ -> stream.setFlushedLSN(stream.getLastReceiveLSN()));
    }

    private static <T> List<T> all(IntFunction<Mono<T>> connection)
            throws InterruptedException, ExecutionException {
        return Flux.range(0, INSTANCES)
                .concatMap(connection::apply)
                .collectList()
                .timeout(PATIENCE)
                .toFuture()
                .get();
    }

    private static void end(List<? extends Closeable> connections)
            throws InterruptedException, ExecutionException {
        var _ =
                Flux.fromIterable(connections)
                        .flatMap(
                                it -> Mono.from(it.close()).timeout(PATIENCE).onErrorComplete(),
                                INSTANCES)
                        .then()
                        .toFuture()
                        .get();
    }

    /** Commits a second, all writers together. */
    private double commits() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            var counts = new ArrayList<Future<Long>>();
            for (var i = 0; i < WRITERS; i++) {
                var writer = i;
                counts.add(threads.submit(() -> write(writer, end)));
            }
            long sum = 0;
            for (var count : counts) {
                sum += count.get();
            }
            return (double) sum / seconds;
        }
    }

    private long write(int writer, long end) throws SQLException {
        long count = 0;
        try (var connection = connect();
                var update =
                        connection.prepareStatement(
                                "UPDATE patron SET fav_dish = 'Stew' WHERE id = ?")) {
            while (System.nanoTime() < end) {
                update.setLong(1, 1 + (writer + WRITERS * count) % ROWS);
                count += update.executeUpdate();
            }
        }
        return count;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + database, "postgres", "");
    }
}
