package dev.automat.dashboard.live;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Merges all sources into one stream and gives every viewer a mailbox of its own. */
final class LiveHub implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveHub.class);

    private final Collection<Flux<LiveEvent>> sources;
    private final int mailboxCapacity;

    // A viewer asks for everything and its mailbox drops, so "best effort" loses nothing here.
    private final Sinks.Many<LiveEvent> sink = Sinks.many().multicast().directBestEffort();
    private final Map<String, LiveEvent> latest = new ConcurrentHashMap<>();
    private Disposable subscription = Disposables.disposed();

    /**
     * @param sources never complete and never fail
     * @param mailboxCapacity events that wait for one slow viewer before the oldest is dropped
     */
    LiveHub(Collection<Flux<LiveEvent>> sources, int mailboxCapacity) {
        this.sources = sources;
        this.mailboxCapacity = mailboxCapacity;
    }

    /**
     * Opens one viewer's stream.
     *
     * @param greeting what the viewer gets once nothing that happens can pass it by
     * @return the greeting, the latest state of suite and broker, if any is known, and events as
     *     they happen
     */
    Flux<LiveEvent> events(Supplier<LiveEvent> greeting) {
        var tail = new Mailbox(mailboxCapacity).deliver(sink.asFlux());
        // The tail is subscribed to first: an event between the two comes twice rather than never.
        return Flux.merge(
                tail,
                Mono.fromSupplier(greeting),
                Flux.defer(() -> Flux.fromIterable(latest.values())));
    }

    @Override
    public void start() {
        subscription =
                Flux.merge(sources)
                        .subscribe(
                                this::publish,
                                cause -> log.error("The live stream has broken off", cause));
    }

    private void publish(LiveEvent event) {
        if (event.name().equals("suite") || event.name().equals("broker")) {
            latest.put(event.name(), event);
        }
        sink.emitNext(event, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    @Override
    public void stop() {
        subscription.dispose();
    }

    @Override
    public boolean isRunning() {
        return !subscription.isDisposed();
    }
}
