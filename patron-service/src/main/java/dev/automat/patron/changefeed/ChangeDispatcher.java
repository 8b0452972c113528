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

    /** Before the table's name in the name of its channel. */
    private static final String CHANNEL = "chan_";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeDispatcher.class);

    private record Subscriber(ChangeListener listener, EventReader reader) {}

    private final ChangeFeed feed;
    private final Heartbeat heartbeat;
    private final EventStream stream;
    private final Map<String, Subscriber> byTable;
    private final Counter unproven;
    private volatile EventOrigin origin = EventOrigin.unknown();
    private @Nullable Disposable subscription;

    ChangeDispatcher(
            ChangeFeed feed,
            Heartbeat heartbeat,
            EventStream stream,
            List<ChangeListener> listeners,
            MeterRegistry meters) {
        this.feed = feed;
        this.heartbeat = heartbeat;
        this.stream = stream;
        this.byTable =
                listeners.stream()
                        .map(listener ->
                                new Subscriber(listener, new EventReader(listener.table())))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        subscriber -> subscriber.listener().table(),
                                        Function.identity()));
        this.unproven =
                Counter.builder("patron.feed.unproven")
                        .description("Notifications that our triggers did not write")
                        .register(meters);
    }

    @Override
    public synchronized void start() {
        subscription = feed.events(byTable.keySet()).subscribe(this::dispatch);
    }

    private void dispatch(FeedEvent event) {
        switch (event) {
            case FeedEvent.Opened(var connection, var itsOrigin) -> {
                origin = itsOrigin;
                stream.interrupted();
                forEach(listener -> listener.opened(connection));
                LOG.info("Listening to {} on connection {}", byTable.keySet(), connection);
            }
            case FeedEvent.Notified(var connection, var notification) ->
                    notify(connection, notification);
            case FeedEvent.Committed committed -> tell(committed);
            case FeedEvent.Echoed(var connection, var text) ->
                    heartbeat
                            .sentAt(text)
                            .ifPresent(
                                    sent -> forEach(listener -> listener.proven(connection, sent)));
            case FeedEvent.Lost(var connection, var cause) -> {
                forEach(listener -> listener.lost(connection));
                LOG.warn(
                        "Lost connection {}; by-passing the cache: {}",
                        connection,
                        cause.toString());
            }
        }
    }

    private void tell(FeedEvent.Committed it) {
        var subscriber = byTable.get(it.table());
        if (subscriber == null) {
            return;
        }
        var listener = subscriber.listener();
        try {
            listener.told(it.connection(), it.event().change(), it.transaction());
            stream.publish(it.event());
        } catch (RuntimeException e) {
            LOG.error("Cannot handle a change of {}", it.table(), e);
            listener.told(it.connection(), Change.Everything.INSTANCE, it.transaction());
        }
    }

    private void forEach(Consumer<ChangeListener> action) {
        byTable.values().stream().map(Subscriber::listener).forEach(action);
    }

    private void notify(long connection, Notification notification) {
        var channel = notification.channel();
        var table = channel.startsWith(CHANNEL) ? channel.substring(CHANNEL.length()) : channel;
        var subscriber = byTable.get(table);
        if (subscriber == null) {
            return;
        }
        try {
            apply(connection, subscriber, subscriber.reader().read(notification, origin));
        } catch (RuntimeException e) {
            // An exception would end the subscription, and with it all that is heard of changes.
            LOG.error("Cannot handle a notification on {}", channel, e);
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
