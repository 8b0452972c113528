package dev.automat.patron.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One statement on a connection of the pool, in a transaction of its own. */
final class Queries {

    private Queries() {}

    /**
     * Emits its rows.
     *
     * @param statement makes it, at the last moment before it is sent
     */
    static <T> Flux<T> run(
            ConnectionFactory pool,
            Function<Connection, Statement> statement,
            Function<Readable, T> row) {
        return Flux.usingWhen(
                pool.create(),
                connection ->
                        Flux.defer(() -> statement.apply(connection).execute())
                                .concatMap(result -> result.map(row)),
                Connection::close);
    }

    /**
     * Sends a text to a channel.
     *
     * @param statement takes the channel and the text
     * @param text made at the last moment before it is sent
     */
    static Mono<Void> tell(
            ConnectionFactory pool, String statement, String channel, Supplier<String> text) {
        return run(
                        pool,
                        connection ->
                                connection
                                        .createStatement(statement)
                                        .bind(0, channel)
                                        .bind(1, text.get()),
                        _ -> true)
                .then();
    }
}
