package dev.automat.patron.postgres;

import dev.automat.patron.patron.DatabaseUnavailableException;
import dev.automat.patron.patron.Patron;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import reactor.core.publisher.Mono;

/** What all statements' answers have in common. */
final class DatabaseAnswer {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Classes of errors that say nothing of a statement's contents: connection, resources, locks,
     * operator, system.
     */
    private static final List<String> NOT_REFUSED = List.of("08", "53", "55", "57", "58");

    private DatabaseAnswer() {}

    /** Reads a row that begins with id, name and favourite dish. */
    static Patron patron(Readable row) {
        return new Patron(
                Objects.requireNonNull(row.get(0, Long.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, String.class)));
    }

    /** Limits the time and keeps the driver's exceptions from those above. */
    static <T> Mono<T> guard(Mono<T> answer) {
        return answer.timeout(PATIENCE)
                .onErrorMap(DatabaseAnswer::isUnavailable, DatabaseUnavailableException::new);
    }

    /** Whether the database has understood the statement, refused it, and written nothing. */
    static boolean isRefusal(Throwable error) {
        return error.getCause() instanceof R2dbcException cause
                && cause.getSqlState() != null
                && NOT_REFUSED.stream().noneMatch(cause.getSqlState()::startsWith);
    }

    private static boolean isUnavailable(Throwable error) {
        return error instanceof NonTransientDataAccessResourceException
                || error instanceof TransientDataAccessException
                || error instanceof TimeoutException;
    }
}
