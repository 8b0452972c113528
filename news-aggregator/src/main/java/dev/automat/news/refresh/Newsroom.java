package dev.automat.news.refresh;

import dev.automat.news.source.Source;
import dev.automat.news.source.Sources;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is known of all sources, and who learns of changes. */
@Component
public final class Newsroom {

    private static final Logger log = LoggerFactory.getLogger(Newsroom.class);
    private static final Duration LONGEST_EMISSION = Duration.ofMillis(100);
    private static final int MAX_CHANGES_WAITING = 1024;

    private final List<Desk> desks;
    private final Reader reader;
    private final Clock clock;
    private final Sinks.Many<SourceSnapshot> changes = Sinks.many().multicast().directBestEffort();

    Newsroom(Sources sources, Reader reader, RefreshProperties properties, Clock clock) {
        this.desks = sources.all().stream().map(source -> new Desk(source, properties)).toList();
        this.reader = reader;
        this.clock = clock;
    }

    /** Every source as it stands, in the configured order. */
    public List<SourceSnapshot> snapshots() {
        return desks.stream().map(Desk::snapshot).toList();
    }

    /**
     * Every source as it stands, then each change. A subscriber that falls behind loses the oldest
     * changes.
     *
     * @return never completes
     */
    public Flux<SourceSnapshot> changes() {
        var current = Flux.defer(() -> Flux.fromIterable(snapshots()));
        return changes.asFlux()
                .mergeWith(current)
                // A change may overtake the state before it; what goes out is the latest.
                .mapNotNull(change -> latest(change.source()))
                .onBackpressureBuffer(
                        MAX_CHANGES_WAITING, _ -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    private @Nullable SourceSnapshot latest(Source source) {
        return snapshots().stream()
                .filter(snapshot -> snapshot.source().equals(source))
                .findFirst()
                .orElse(null);
    }

    /**
     * Waits for first readings.
     *
     * @param patience after which sources may still be loading
     * @return every source
     */
    public Mono<List<SourceSnapshot>> settled(Duration patience) {
        return changes()
                .map(_ -> snapshots())
                .filter(Newsroom::areSettled)
                .next()
                .timeout(patience, Mono.fromCallable(this::snapshots));
    }

    private static boolean areSettled(List<SourceSnapshot> snapshots) {
        return snapshots.stream().noneMatch(one -> one.state() == SourceState.LOADING);
    }

    /** Has every source read soon that was not read just now. */
    public void hurry() {
        var now = clock.instant();
        desks.forEach(desk -> desk.hurry(now));
    }

    /** Forgets who was reading what; nobody is reading now. */
    void reopen() {
        desks.forEach(Desk::release);
    }

    /**
     * The sources whose time has come; each is the caller's until {@link #read} is done with it.
     */
    Flux<Desk> due() {
        return Flux.fromIterable(desks).filter(desk -> desk.claim(clock.instant()));
    }

    /** Reads a source and tells of it; never fails, as one bad source must not stop the others. */
    Mono<SourceSnapshot> read(Desk desk) {
        return reader.read(desk.source(), desk.remembered())
                .map(attempt -> settle(desk, attempt))
                .onErrorResume(cause -> release(desk, cause));
    }

    private static Mono<SourceSnapshot> release(Desk desk, Throwable cause) {
        log.error("Source {} could not be settled", desk.source().id(), cause);
        desk.release();
        return Mono.empty();
    }

    private SourceSnapshot settle(Desk desk, Attempt attempt) {
        var before = desk.snapshot();
        var after = desk.settle(attempt, clock.instant());
        if (after.state() != before.state()) {
            log(desk, after);
        }
        changes.emitNext(after, Sinks.EmitFailureHandler.busyLooping(LONGEST_EMISSION));
        return after;
    }

    private static void log(Desk desk, SourceSnapshot now) {
        var reason = now.reason();
        if (now.state() == SourceState.FRESH || reason == null) {
            log.info(
                    "Source {} is {}: {} headlines by {}",
                    desk.source().id(),
                    now.state().id(),
                    now.articles().list().size(),
                    now.renderer());
        } else {
            log.warn(
                    "Source {} is {} ({}: {}); next try at {}",
                    desk.source().id(),
                    now.state().id(),
                    reason.code(),
                    reason.text(),
                    desk.nextReading());
        }
    }
}
