package dev.automat.janus;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The face of a {@link JanusQueue} for reactive chains. Nothing here waits, and all publishers are
 * cold: each subscription is one more offer, poll or consumer.
 *
 * @param <T> what the queue holds
 */
public final class ReactiveFace<T> {

    private final Buffer<T> buffer;

    ReactiveFace(Buffer<T> buffer) {
        this.buffer = buffer;
    }

    /**
     * Adds an item.
     *
     * <p>A cancel takes the item out of the line. It is then passed to the chain's {@code
     * doOnDiscard}, which tells that it was not accepted: a cancel that comes too late, after the
     * item was accepted, discards nothing.
     *
     * @return completes when the item is accepted, at once or when there is room; fails with {@link
     *     QueueClosedException} when the queue ends before
     */
    public Mono<Void> offer(T item) {
        return new OfferMono<>(buffer, item);
    }

    /**
     * Adds all items of a publisher, asking for the next one only when the one before is accepted.
     *
     * @return completes when the last item is accepted; fails as {@link #offer} or as the publisher
     */
    public Mono<Void> offerAll(Publisher<? extends T> items) {
        return Flux.<T>from(items).concatMap(this::offer, 0).then();
    }

    /**
     * Removes the oldest item. A cancel removes nothing.
     *
     * @return the item, as soon as there is one; empty when the queue is closed and empty, and
     *     failed with the queue's own error when it has failed
     */
    public Mono<T> poll() {
        // next() cancels from within onNext, before a second item can be claimed.
        return flux().next();
    }

    /**
     * Removes items as they are asked for.
     *
     * <p>Nothing is fetched ahead of demand: what has not been requested stays in the queue for
     * others. Any number of fluxes may run at once; each item goes to one of them. A cancelled one
     * leaves in the queue all that it was not given.
     *
     * @return items in order; completes when the queue is closed and empty, also without demand,
     *     and fails with the queue's own error as soon as it has failed
     */
    public Flux<T> flux() {
        return new ItemFlux<>(buffer);
    }
}
