package dev.automat.patron.postgres;

import dev.automat.patron.cache.Fingerprints;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Fingerprints of patrons, computed where the rows are. */
@Component
final class PostgresFingerprints implements Fingerprints {

    private static final String SELECT =
            """
            SELECT id,
                   encode(sha256(convert_to(octet_length(convert_to(name, 'UTF8')) || ':'
                                            || name || fav_dish, 'UTF8')), 'hex') AS fingerprint
              FROM patron
             WHERE id = ANY ($1)
            """;

    private static final String SELECT_TOGETHER =
            """
            SELECT encode(sha256(convert_to(
                       coalesce(string_agg(id || ':' || patron_tag(name, fav_dish), ',' ORDER BY id), ''),
                       'UTF8')), 'hex')
              FROM patron
             WHERE id = ANY ($1)
            """;

    private final ConnectionFactory pool;

    PostgresFingerprints(ConnectionFactory pool) {
        this.pool = pool;
    }

    @Override
    public Mono<Map<Long, String>> of(Collection<Long> ids) {
        return select(SELECT, ids, PostgresFingerprints::line)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    @Override
    public Mono<String> together(Collection<Long> ids) {
        return select(SELECT_TOGETHER, ids, row -> Objects.requireNonNull(row.get(0, String.class)))
                .single();
    }

    private <T> Flux<T> select(String sql, Collection<Long> ids, Function<Readable, T> row) {
        return Queries.run(
                pool,
                connection -> connection.createStatement(sql).bind(0, ids.toArray(Long[]::new)),
                row);
    }

    private static Map.Entry<Long, String> line(Readable row) {
        return Map.entry(
                Objects.requireNonNull(row.get("id", Long.class)),
                Objects.requireNonNull(row.get("fingerprint", String.class)));
    }
}
