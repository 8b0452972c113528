package dev.automat.patron.cache;

import dev.automat.patron.patron.Patron;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares what was known before a reconnect with the database, 2,048 rows a statement, so that a
 * lost connection does not cost the cache. Where something has changed, the rows are compared one
 * by one. Tokens are taken before each statement, as for fills.
 */
@Component
final class Revalidation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Revalidation.class);
    private static final int BATCH = 2_048;
    private static final int BATCHES_AT_ONCE = 2;

    private record Look(FillToken token, CoherentCache.Entry entry) {}

    private final CachedPatrons patrons;
    private final CoherentCache cache;
    private final Fingerprints fingerprints;
    private @Nullable Disposable subscription;

    Revalidation(CachedPatrons patrons, CoherentCache cache, Fingerprints fingerprints) {
        this.patrons = patrons;
        this.cache = cache;
        this.fingerprints = fingerprints;
    }

    @Override
    public synchronized void start() {
        subscription = patrons.openings().switchMap(_ -> revalidate()).subscribe();
    }

    private Mono<Long> revalidate() {
        return Flux.fromStream(() -> cache.entries().entrySet().stream())
                .buffer(BATCH)
                .flatMap(known -> Mono.defer(() -> compare(known)), BATCHES_AT_ONCE)
                .reduce(0L, (sum, renewed) -> sum + renewed)
                .doOnNext(Revalidation::log)
                .onErrorResume(Revalidation::logFailure);
    }

    /** Nothing has changed, most of the time: then one fingerprint of all says so. */
    private Mono<Integer> compare(Iterable<Map.Entry<Long, CoherentCache.Entry>> known) {
        var looks = new TreeMap<Long, Look>();
        known.forEach(
                it -> looks.put(it.getKey(), new Look(cache.token(it.getKey()), it.getValue())));
        return fingerprints
                .together(looks.keySet())
                .filter(answer -> answer.equals(together(looks)))
                .map(_ -> renewAll(looks))
                .switchIfEmpty(Mono.defer(() -> compareEach(looks)));
    }

    private static String together(Map<Long, Look> looks) {
        var patrons = new TreeMap<Long, Patron>();
        looks.forEach((id, look) -> {
            var patron = look.entry().patron();
            if (patron != null) {
                patrons.put(id, patron);
            }
        });
        return Fingerprint.together(patrons);
    }

    private int renewAll(Map<Long, Look> looks) {
        int renewed = 0;
        for (var look : looks.entrySet()) {
            if (cache.renew(look.getKey(), look.getValue().token(), look.getValue().entry())) {
                renewed++;
            }
        }
        return renewed;
    }

    private Mono<Integer> compareEach(Map<Long, Look> looks) {
        return fingerprints
                .of(looks.keySet())
                .map(answers -> {
                    looks.entrySet().removeIf(look -> !isRight(look, answers));
                    return renewAll(looks);
                });
    }

    private static boolean isRight(Map.Entry<Long, Look> look, Map<Long, String> answers) {
        return Objects.equals(fingerprint(look.getValue().entry()), answers.get(look.getKey()));
    }

    static @Nullable String fingerprint(CoherentCache.Entry entry) {
        var patron = entry.patron();
        return patron == null ? null : Fingerprint.of(patron);
    }

    private static void log(long renewed) {
        if (renewed > 0) {
            LOG.info("{} entries are as they were before the connection was lost", renewed);
        }
    }

    private static Mono<Long> logFailure(Throwable cause) {
        LOG.warn("Cannot compare entries with the database: {}", cause.toString());
        return Mono.empty();
    }

    @Override
    public synchronized void stop() {
        if (subscription != null) {
            subscription.dispose();
            subscription = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return subscription != null;
    }
}
