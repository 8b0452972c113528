package dev.automat.patron.postgres;

import dev.automat.patron.cache.Fingerprints;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
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

    private final ConnectionFactory pool;

    PostgresFingerprints(ConnectionFactory pool) {
        this.pool = pool;
    }

    @Override
    public Mono<Map<Long, String>> of(Collection<Long> ids) {
        return Queries.run(
                        pool,
                        connection ->
                                connection
                                        .createStatement(SELECT)
                                        .bind(0, ids.toArray(Long[]::new)),
                        PostgresFingerprints::line)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<Long, String> line(Readable row) {
        return Map.entry(
                Objects.requireNonNull(row.get("id", Long.class)),
                Objects.requireNonNull(row.get("fingerprint", String.class)));
    }
}
