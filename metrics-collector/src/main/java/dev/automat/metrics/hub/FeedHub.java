package dev.automat.metrics.hub;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * Fans samples out to the live clients. A sample is encoded once and put into every client's
 * mailbox; a client that does not keep up loses its oldest, and no other notices. It is told so and
 * gets the newest sample of each series that it lost.
 */
@Component
public final class FeedHub implements SampleListener, SmartLifecycle {

    private static final FeedEvent HELLO = FeedEvent.hello(1_000);
    private static final int NEWEST_BYTES = 1 << 20;

    private final FeedProperties properties;
    private final long run;
    private final LongAdder dropped = new LongAdder();

    /** Guards the order of samples, what is kept of them, and who is subscribed. */
    private final Object lock = new Object();

    private final Replay replay;
    private final NewestSamples newestSamples = new NewestSamples(NEWEST_BYTES);
    private final Set<FeedSubscription> subscribed =
            Collections.newSetFromMap(new IdentityHashMap<>());
    private volatile List<FeedSubscription> subscriptions = List.of();
    private long newest;
    private Disposable heartbeat = Disposables.disposed();
    private boolean open;

    FeedHub(FeedProperties properties, Clock clock, MeterRegistry meters) {
        this.properties = properties;
        this.run = clock.millis();
        // What a client can get that comes back: as much as its mailbox takes besides the hello.
        this.replay =
                new Replay(
                        properties.maxWaitingEvents() - 1,
                        Math.toIntExact(properties.maxWaitingSize().toBytes())
                                - HELLO.sizeInBytes());
        Gauge.builder("automat.metrics.feed.clients", this, FeedHub::clients)
                .description("Clients of the live feed")
                .register(meters);
        FunctionCounter.builder("automat.metrics.feed.dropped", dropped, LongAdder::sum)
                .description("Events that slow clients lost")
                .register(meters);
    }

    /**
     * Adds a client.
     *
     * @param lastEventId what the client says it saw last, if it comes back: it then gets what it
     *     missed as far as that is kept, and a gap event for the rest
     * @throws FeedFullException when there are too many clients
     */
    public FeedSubscription subscribe(@Nullable String lastEventId, FeedOutlet outlet) {
        var mailbox =
                new Mailbox(
                        properties.maxWaitingEvents(),
                        Math.toIntExact(properties.maxWaitingSize().toBytes()));
        var subscription = new FeedSubscription(mailbox, outlet, this::takeAfterLoss);
        synchronized (lock) {
            if (subscribed.size() >= properties.maxClients()) {
                throw new FeedFullException(properties.maxClients());
            }
            int _ = mailbox.offer(HELLO);
            resume(mailbox, lastEventId);
            subscribed.add(subscription);
            subscriptions = List.copyOf(subscribed);
        }
        return subscription;
    }

    private void resume(Mailbox mailbox, @Nullable String lastEventId) {
        if (lastEventId == null) {
            return;
        }
        var position = FeedPosition.parse(lastEventId);
        if (position != null && position.run() == run && position.sequence() <= newest) {
            replay.fill(mailbox, position.sequence(), newest);
        } else {
            // The client saw another run of the service: what it missed since cannot be counted.
            mailbox.miss(1, 0);
        }
    }

    private FeedChunk takeAfterLoss(Mailbox mailbox, int chunkBytes) {
        synchronized (lock) {
            return mailbox.takeAfterLoss(chunkBytes, newestSamples);
        }
    }

    /** Removes a client; again is harmless. */
    public void unsubscribe(FeedSubscription subscription) {
        synchronized (lock) {
            if (subscribed.remove(subscription)) {
                subscriptions = List.copyOf(subscribed);
            }
        }
    }

    @Override
    public void accept(Sample sample, Sender sender, Instant receivedAt) {
        synchronized (lock) {
            newest++;
            var event = FeedEvent.sample(new FeedPosition(run, newest), sample.json());
            replay.add(event);
            newestSamples.put(sample.name(), event);
            offerToAll(event);
        }
        wakeAll();
    }

    private void offerToAll(FeedEvent event) {
        for (var subscription : subscriptions) {
            dropped.add(subscription.mailbox().offer(event));
        }
    }

    private void wakeAll() {
        long now = System.nanoTime();
        for (var subscription : subscriptions) {
            subscription.wake(now);
        }
    }

    private void beat() {
        long now = System.nanoTime();
        for (var subscription : subscriptions) {
            if (subscription.isStuck(now, properties.patience())) {
                subscription.abandon();
            } else if (subscription.mailbox().isEmpty()) {
                dropped.add(subscription.mailbox().offer(FeedEvent.heartbeat()));
            }
        }
        wakeAll();
    }

    /** How many clients there are. */
    public int clients() {
        return subscriptions.size();
    }

    /** How many events slow clients lost since the start. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void start() {
        open = true;
        heartbeat =
                Flux.interval(properties.heartbeat()).onBackpressureDrop().subscribe(_ -> beat());
    }

    @Override
    public void stop() {
        open = false;
        heartbeat.dispose();
        subscriptions.forEach(FeedSubscription::end);
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** Stops first: the web server's graceful shutdown waits for streams to end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
