package dev.automat.patron.changefeed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks again and again whether the database still reports every change, and tells listeners. */
@Component
final class WatchAudit implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WatchAudit.class);

    /** When no room is left every commit of a watched table fails. */
    private static final double ALARMING_BACKLOG = 0.1;

    private final ChangeFeed feed;
    private final List<ChangeListener> listeners;
    private final CoherenceProperties properties;
    private volatile double backlog;
    private boolean isAlarmed;
    private @Nullable Disposable subscription;

    WatchAudit(
            ChangeFeed feed,
            List<ChangeListener> listeners,
            CoherenceProperties properties,
            MeterRegistry meters) {
        this.feed = feed;
        this.listeners = listeners;
        this.properties = properties;
        Gauge.builder("patron.feed.backlog", () -> backlog)
                .description("Share of the room for undelivered changes that is taken, 0 to 1")
                .register(meters);
    }

    @Override
    public synchronized void start() {
        subscription =
                Flux.interval(Duration.ZERO, properties.audit())
                        .onBackpressureDrop()
                        .concatMap(_ -> auditAll(), 1)
                        .subscribe();
    }

    private Mono<Void> auditAll() {
        return Flux.fromIterable(listeners).concatMap(this::audit).then();
    }

    private Mono<FeedAudit> audit(ChangeListener listener) {
        return feed.audit(listener.table())
                .timeout(properties.bound())
                .doOnNext(this::watchBacklog)
                .onErrorReturn(FeedAudit.FAILED)
                .map(audit -> tell(listener, audit));
    }

    private static FeedAudit tell(ChangeListener listener, FeedAudit audit) {
        listener.audited(audit);
        return audit;
    }

    private void watchBacklog(FeedAudit audit) {
        backlog = audit.backlog();
        boolean isAlarming = backlog > ALARMING_BACKLOG;
        if (isAlarming && !isAlarmed) {
            LOG.error(
                    "{} % of the room for undelivered changes is taken: somebody who listens does"
                            + " not take them; when it is full, writes to watched tables fail",
                    Math.round(backlog * 100));
        }
        isAlarmed = isAlarming;
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
