package dev.automat.patron.changefeed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;

/** Brings what the feed tells to the listener of each table: one feed for all of them. */
@Component
final class ChangeDispatcher implements SmartLifecycle {

    /** After the schema is there, before requests come. */
    static final int PHASE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeDispatcher.class);

    private record Subscriber(ChangeListener listener, EventReader reader) {}

    private final ChangeFeed feed;
    private final EventStream stream;
    private final Map<String, Subscriber> byChannel;
    private final Counter unproven;
    private volatile EventOrigin origin = EventOrigin.unknown();
    private @Nullable Disposable subscription;

    ChangeDispatcher(
            ChangeFeed feed,
            EventStream stream,
            List<ChangeListener> listeners,
            MeterRegistry meters) {
        this.feed = feed;
        this.stream = stream;
        this.byChannel =
                listeners.stream()
                        .map(listener ->
                                new Subscriber(listener, new EventReader(listener.table())))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        subscriber -> "chan_" + subscriber.listener().table(),
                                        Function.identity()));
        this.unproven =
                Counter.builder("patron.feed.unproven")
                        .description("Notifications that our triggers did not write")
                        .register(meters);
    }

    @Override
    public synchronized void start() {
        subscription = feed.events(byChannel.keySet()).subscribe(this::dispatch);
    }

    private void dispatch(FeedEvent event) {
        switch (event) {
            case FeedEvent.Opened(var connection, var itsOrigin) -> {
                origin = itsOrigin;
                stream.interrupted();
                forEach(listener -> listener.opened(connection));
                LOG.info("Listening to {} on connection {}", byChannel.keySet(), connection);
            }
            case FeedEvent.Notified(var connection, var notification) ->
                    notify(connection, notification);
            case FeedEvent.Lost(var connection, var cause) -> {
                forEach(listener -> listener.lost(connection));
                LOG.warn(
                        "Lost connection {}; by-passing the cache: {}",
                        connection,
                        cause.toString());
            }
        }
    }

    private void forEach(Consumer<ChangeListener> action) {
        byChannel.values().stream().map(Subscriber::listener).forEach(action);
    }

    private void notify(long connection, Notification notification) {
        var subscriber = byChannel.get(notification.channel());
        if (subscriber == null) {
            return;
        }
        try {
            apply(connection, subscriber, subscriber.reader().read(notification, origin));
        } catch (RuntimeException e) {
            // An exception would end the subscription, and with it all that is heard of changes.
            LOG.error("Cannot handle a notification on {}", notification.channel(), e);
            subscriber.listener().changed(connection, Change.Everything.INSTANCE);
        }
    }

    private void apply(long connection, Subscriber subscriber, TableEvent event) {
        subscriber.listener().changed(connection, event.change());
        if (event.isProven()) {
            stream.publish(event);
        } else {
            unproven.increment();
            LOG.debug("A notification for {} is not proven", subscriber.listener().table());
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

    @Override
    public int getPhase() {
        return PHASE;
    }
}
