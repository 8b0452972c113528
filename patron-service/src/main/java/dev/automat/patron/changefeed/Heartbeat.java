package dev.automat.patron.changefeed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends heartbeats round through the database. Each is a random text, so that nobody can say an
 * echo before it was sent, and counts from the moment <em>before</em> it was sent.
 */
@Component
final class Heartbeat implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** One more than waits for a lost connection of the pool. */
    private static final int MOST_AT_ONCE = 2;

    private static final int LENGTH_IN_BYTES = 12;

    /** An echo this many bounds late proves nothing that matters any more. */
    private static final int LONGEST_WAIT_IN_BOUNDS = 3;

    private final ChangeFeed feed;
    private final CoherenceProperties properties;
    private final Timer delay;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Long> sentAt = new ConcurrentHashMap<>();
    private final AtomicBoolean isFailing = new AtomicBoolean();
    private @Nullable Disposable subscription;

    Heartbeat(ChangeFeed feed, CoherenceProperties properties, MeterRegistry meters) {
        this.feed = feed;
        this.properties = properties;
        this.delay =
                Timer.builder("patron.feed.delay")
                        .description("From before a heartbeat is sent until it is heard")
                        .publishPercentileHistogram()
                        .register(meters);
    }

    @Override
    public synchronized void start() {
        subscription =
                Flux.interval(Duration.ZERO, properties.heartbeat())
                        .onBackpressureDrop()
                        .flatMap(_ -> beat(), MOST_AT_ONCE)
                        .subscribe();
    }

    private Mono<Void> beat() {
        return feed.sendHeartbeat(this::next)
                .timeout(properties.bound())
                .doOnSuccess(_ -> isFailing.set(false))
                .onErrorResume(this::logFailure);
    }

    private String next() {
        long now = System.nanoTime();
        long longest = properties.bound().toNanos() * LONGEST_WAIT_IN_BOUNDS;
        sentAt.values().removeIf(sent -> now - sent > longest);
        var bytes = new byte[LENGTH_IN_BYTES];
        random.nextBytes(bytes);
        var text = HexFormat.of().formatHex(bytes);
        sentAt.put(text, now);
        return text;
    }

    private Mono<Void> logFailure(Throwable cause) {
        if (isFailing.compareAndSet(false, true)) {
            LOG.warn("Cannot send heartbeats: {}", cause.toString());
        }
        return Mono.empty();
    }

    /** When a heartbeat of ours was sent; empty for one of anybody else, or one heard before. */
    OptionalLong sentAt(String text) {
        var sent = sentAt.remove(text);
        if (sent == null) {
            return OptionalLong.empty();
        }
        delay.record(System.nanoTime() - sent, TimeUnit.NANOSECONDS);
        return OptionalLong.of(sent);
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

    @Override
    public int getPhase() {
        return ChangeDispatcher.PHASE;
    }
}
