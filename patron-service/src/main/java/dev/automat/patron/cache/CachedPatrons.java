package dev.automat.patron.cache;

import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.ChangeListener;
import dev.automat.patron.changefeed.FeedAudit;
import dev.automat.patron.patron.Creation;
import dev.automat.patron.patron.IdempotencyKey;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.PatronsAtHand;
import dev.automat.patron.patron.Precondition;
import dev.automat.patron.patron.WriteOutcome;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The repository with a coherent cache before it. */
@Component
@Primary
final class CachedPatrons implements PatronRepository, PatronsAtHand, ChangeListener {

    private static final Logger LOG = LoggerFactory.getLogger(CachedPatrons.class);

    /** A SELECT under way, shared by all who miss the same id while its token stands. */
    private record Flight(FillToken token, Mono<Lookup> answer) {}

    private final PatronRepository database;
    private final CacheStatistics statistics;
    private final CoherentCache cache;
    private final ConcurrentMap<Long, Flight> flights = new ConcurrentHashMap<>();
    private final Sinks.Many<Long> openings = Sinks.many().multicast().directBestEffort();

    CachedPatrons(
            @Qualifier("database") PatronRepository database,
            CoherentCache cache,
            CacheStatistics statistics) {
        this.database = database;
        this.cache = cache;
        this.statistics = statistics;
    }

    @Override
    public @Nullable Lookup atHand(long id) {
        var entry = cache.isServing() ? cache.find(id) : null;
        if (entry == null) {
            return null;
        }
        statistics.hits().increment();
        return new Lookup(entry.patron(), Lookup.Source.HIT);
    }

    @Override
    public Mono<Lookup> find(long id) {
        return Mono.defer(() -> lookUp(id));
    }

    private Mono<Lookup> lookUp(long id) {
        if (!cache.isServing()) {
            return bypass(id);
        }
        var entry = cache.find(id);
        if (entry != null) {
            statistics.hits().increment();
            return Mono.just(new Lookup(entry.patron(), Lookup.Source.HIT));
        }
        statistics.misses().increment();
        LOG.info("id={} Cache miss", id);
        return flights.compute(id, this::joinOrTakeOff).answer();
    }

    private Flight joinOrTakeOff(long id, @Nullable Flight flight) {
        var token = cache.token(id);
        return flight != null && cache.mayJoin(id, flight.token()) ? flight : takeOff(id, token);
    }

    /**
     * The token is older than the SELECT, which is sent when the first one waits for its answer.
     */
    private Flight takeOff(long id, FillToken token) {
        var answer =
                database.findInDatabase(id)
                        .map(lookup -> land(id, token, lookup))
                        .doFinally(_ -> flights.computeIfPresent(id, (_, it) -> unless(it, token)))
                        .cache();
        return new Flight(token, answer);
    }

    private Lookup land(long id, FillToken token, Lookup answer) {
        cache.fill(id, token, answer.patron(), answer.snapshot());
        return new Lookup(answer.patron(), Lookup.Source.MISS);
    }

    /** A younger flight may have taken the place of the one that has landed. */
    private static @Nullable Flight unless(Flight flight, FillToken landed) {
        return flight.token().equals(landed) ? null : flight;
    }

    @Override
    public Mono<Lookup> findInDatabase(long id) {
        return Mono.defer(() -> bypass(id));
    }

    private Mono<Lookup> bypass(long id) {
        statistics.bypassed().increment();
        return database.findInDatabase(id);
    }

    @Override
    public Mono<Long> create(PatronDraft draft) {
        return database.create(draft).map(this::forgetCreated);
    }

    @Override
    public Mono<Creation> createOnce(IdempotencyKey key, PatronDraft draft) {
        return database.createOnce(key, draft).map(this::forgetCreated);
    }

    /** That there was no such patron may be cached. */
    private long forgetCreated(long id) {
        cache.created(id);
        return id;
    }

    private Creation forgetCreated(Creation creation) {
        cache.created(creation.id());
        return creation;
    }

    @Override
    public Mono<WriteOutcome> update(long id, PatronPatch patch, Precondition precondition) {
        return database.update(id, patch, precondition).map(outcome -> forgetWritten(id, outcome));
    }

    @Override
    public Mono<WriteOutcome> delete(long id, Precondition precondition) {
        return database.delete(id, precondition).map(outcome -> forgetWritten(id, outcome));
    }

    private WriteOutcome forgetWritten(long id, WriteOutcome outcome) {
        cache.written(id);
        return outcome;
    }

    @Override
    public String table() {
        return "patron";
    }

    @Override
    public void opened(long connection) {
        cache.opened(connection);
        var _ = openings.tryEmitNext(connection);
    }

    /** Numbers of connections, as they are opened. */
    Flux<Long> openings() {
        return openings.asFlux();
    }

    @Override
    public void changed(long connection, Change change) {
        cache.apply(connection, change);
    }

    @Override
    public void told(long connection, Change change, int transaction) {
        cache.tell(connection, change, transaction);
    }

    @Override
    public void proven(long connection, long nanos) {
        cache.proven(connection, nanos);
    }

    @Override
    public void audited(FeedAudit audit) {
        cache.audited(audit);
    }

    @Override
    public void lost(long connection) {
        cache.lost(connection);
    }

    CacheResponse status() {
        long age = cache.provenAge();
        return new CacheResponse(
                cache.isServing() ? "live" : "detached",
                cache.size(),
                statistics.hits().sum(),
                statistics.misses().sum(),
                statistics.bypassed().sum(),
                statistics.refusedFills().sum(),
                statistics.events().sum(),
                statistics.reconnects(),
                statistics.staleFound().sum(),
                age < 0 ? null : age / 1_000_000,
                statistics.lastEvent());
    }
}
