package dev.automat.patron.cache;

import dev.automat.patron.changefeed.CoherenceProperties;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares entries with the database, a sample at a time in random order, until all were seen; then
 * again. An entry that differs twice, with all events of between heard and none about it, is one
 * that no event will ever correct: it should not exist, so it is counted, and removed.
 */
@Component
final class Scrubber implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

    private record Look(FillToken token, CoherentCache.Entry entry, long at) {}

    private final CoherentCache cache;
    private final Fingerprints fingerprints;
    private final CoherenceProperties properties;
    private final Deque<Long> order = new ArrayDeque<>();
    private Map<Long, Look> suspects = Map.of();
    private @Nullable Disposable subscription;

    Scrubber(CoherentCache cache, Fingerprints fingerprints, CoherenceProperties properties) {
        this.cache = cache;
        this.fingerprints = fingerprints;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        subscription =
                Flux.interval(properties.scrub())
                        .onBackpressureDrop()
                        .concatMap(_ -> scrub().onErrorResume(Scrubber::logFailure), 1)
                        .subscribe();
    }

    /** The next sample may succeed. */
    private static Mono<Void> logFailure(Throwable cause) {
        LOG.debug("Cannot compare entries with the database", cause);
        return Mono.empty();
    }

    /** One sample; a database that does not answer is looked after elsewhere. */
    Mono<Void> scrub() {
        if (!cache.isServing()) {
            return Mono.empty();
        }
        var looks = looks();
        return looks.isEmpty()
                ? Mono.empty()
                : fingerprints
                        .of(looks.keySet())
                        .timeout(Duration.ofSeconds(5))
                        .doOnNext(answers -> compare(looks, answers))
                        .then();
    }

    private Map<Long, Look> looks() {
        if (order.isEmpty()) {
            var all = new ArrayList<>(cache.entries().keySet());
            Collections.shuffle(all);
            order.addAll(all);
        }
        var looks = new LinkedHashMap<Long, Look>();
        suspects.keySet().forEach(id -> look(looks, id));
        while (looks.size() < properties.scrubSize() && !order.isEmpty()) {
            look(looks, order.remove());
        }
        return looks;
    }

    private void look(Map<Long, Look> looks, long id) {
        var token = cache.token(id);
        var entry = cache.find(id);
        if (entry != null) {
            looks.put(id, new Look(token, entry, cache.now()));
        }
    }

    private void compare(Map<Long, Look> looks, Map<Long, String> answers) {
        var differing = new HashMap<Long, Look>();
        looks.forEach((id, look) -> {
            var expected = Revalidation.fingerprint(look.entry());
            if (!Objects.equals(expected, answers.get(id))
                    && cache.stands(id, look.token(), look.entry())) {
                differing.put(id, look);
            }
        });
        suspects.forEach((id, first) -> judge(id, first, differing));
        suspects = differing;
    }

    private void judge(long id, Look first, Map<Long, Look> differing) {
        var second = differing.get(id);
        if (second == null || CoherentCache.isAnother(second.entry(), first.entry())) {
            return;
        }
        if (cache.isProvenSince(first.at())) {
            LOG.error("The entry of id={} was wrong, and no event said so", id);
            cache.removeStale(id);
            differing.remove(id);
        }
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
