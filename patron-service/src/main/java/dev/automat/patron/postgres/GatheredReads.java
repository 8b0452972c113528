package dev.automat.patron.postgres;

import dev.automat.patron.patron.DatabaseUnavailableException;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import io.micrometer.core.instrument.DistributionSummary;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Reads rows by id. A read is sent at once while few statements are under way; those that come
 * meanwhile go together in the next one, so that under load one statement answers many. A read's
 * statement is sent after the read was asked for, never before.
 */
final class GatheredReads {

    private static final String SELECT =
            "SELECT id, name, fav_dish FROM patron WHERE id = ANY ($1)";

    /** The same, and which transactions the answer shows; one row at least. */
    private static final String SELECT_WITH_SNAPSHOT =
            """
            SELECT snapshot, id, name, fav_dish
              FROM (SELECT pg_current_snapshot()::text AS snapshot) AS now
              LEFT JOIN patron ON id = ANY ($1)
            """;

    private static final int MOST_STATEMENTS = 3;
    private static final int MOST_IDS = 256;
    private static final int MOST_WAITING = 20_000;

    /** One caller who waits. */
    private static final class Read {

        private final long id;
        private final MonoSink<Lookup> caller;
        private volatile boolean isGivenUp;

        Read(long id, MonoSink<Lookup> caller) {
            this.id = id;
            this.caller = caller;
            var _ = caller.onCancel(() -> isGivenUp = true);
        }

        void answer(@Nullable Patron patron, @Nullable String snapshot) {
            caller.success(new Lookup(patron, Lookup.Source.BYPASS, snapshot));
        }
    }

    /** One row of an answer. */
    private record Row(@Nullable Patron patron, @Nullable String snapshot) {}

    private final DatabaseClient client;
    private final DistributionSummary sizes;
    private final boolean asksForSnapshots;
    private final Queue<Read> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger statements = new AtomicInteger();

    /**
     * Asks that client.
     *
     * @param asksForSnapshots whether the feed may tell of a change before reads show it
     */
    GatheredReads(DatabaseClient client, DistributionSummary sizes, boolean asksForSnapshots) {
        this.client = client;
        this.sizes = sizes;
        this.asksForSnapshots = asksForSnapshots;
    }

    /** Emits one answer, also when there is no such row. */
    Mono<Lookup> read(long id) {
        return Mono.<Lookup>create(caller -> enqueue(new Read(id, caller)))
                .transform(DatabaseAnswer::guard);
    }

    private void enqueue(Read read) {
        if (waitingCount.incrementAndGet() > MOST_WAITING) {
            waitingCount.decrementAndGet();
            read.caller.error(new DatabaseUnavailableException(new TooManyReadsException()));
            return;
        }
        waiting.add(read);
        sendWhatWaits();
    }

    private void sendWhatWaits() {
        while (!waiting.isEmpty() && statements.get() < MOST_STATEMENTS) {
            if (statements.incrementAndGet() > MOST_STATEMENTS) {
                statements.decrementAndGet();
                return;
            }
            var batch = takeBatch();
            if (batch.isEmpty()) {
                statements.decrementAndGet();
            } else {
                send(batch);
            }
        }
    }

    private Map<Long, List<Read>> takeBatch() {
        var batch = new HashMap<Long, List<Read>>();
        while (batch.size() < MOST_IDS) {
            var read = waiting.poll();
            if (read == null) {
                break;
            }
            waitingCount.decrementAndGet();
            if (!read.isGivenUp) {
                batch.computeIfAbsent(read.id, _ -> new ArrayList<>(1)).add(read);
            }
        }
        return batch;
    }

    /** Subscribes for all callers at once; the time limit ends it when they are gone. */
    private void send(Map<Long, List<Read>> batch) {
        sizes.record(batch.size());
        var snapshot = new AtomicReference<@Nullable String>();
        var _ =
                client.sql(asksForSnapshots ? SELECT_WITH_SNAPSHOT : SELECT)
                        .bind(0, batch.keySet().toArray(Long[]::new))
                        .map(this::row)
                        .all()
                        .timeout(DatabaseAnswer.PATIENCE)
                        .doFinally(_ -> end())
                        .subscribe(
                                row -> answer(batch, row, snapshot),
                                error -> batch.values().forEach(reads -> fail(reads, error)),
                                () ->
                                        batch.values()
                                                .forEach(reads ->
                                                        answer(reads, null, snapshot.get())));
    }

    private Row row(Readable row) {
        if (!asksForSnapshots) {
            return new Row(DatabaseAnswer.patron(row), null);
        }
        var isThere = row.get("id", Long.class) != null;
        var patron = isThere ? DatabaseAnswer.patron(row) : null;
        return new Row(patron, row.get("snapshot", String.class));
    }

    private static void answer(
            Map<Long, List<Read>> batch, Row row, AtomicReference<@Nullable String> snapshot) {
        snapshot.set(row.snapshot());
        var patron = row.patron();
        var reads = patron == null ? null : batch.remove(patron.id());
        if (reads != null) {
            answer(reads, patron, row.snapshot());
        }
    }

    private static void answer(
            List<Read> reads, @Nullable Patron patron, @Nullable String snapshot) {
        reads.forEach(read -> read.answer(patron, snapshot));
    }

    private static void fail(List<Read> reads, Throwable error) {
        reads.forEach(read -> read.caller.error(error));
    }

    private void end() {
        statements.decrementAndGet();
        sendWhatWaits();
    }
}
