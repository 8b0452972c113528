package dev.automat.janus;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** Offers one item for each subscriber. */
final class OfferMono<T> extends Mono<Void> {

    private final Buffer<T> buffer;
    private final T item;

    OfferMono(Buffer<T> buffer, T item) {
        this.buffer = buffer;
        this.item = item;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> subscriber) {
        var offer = new Offer<>(buffer, item, subscriber);
        subscriber.onSubscribe(offer);
        offer.begin();
    }

    private static final class Offer<T> extends Putter<T> implements Subscription, Runnable {

        private final Buffer<T> buffer;
        private final CoreSubscriber<? super Void> subscriber;
        private boolean isCancelled;
        private boolean isSettled;
        private @Nullable QueueClosedException refusal;

        Offer(Buffer<T> buffer, T item, CoreSubscriber<? super Void> subscriber) {
            super(item);
            this.buffer = buffer;
            this.subscriber = subscriber;
        }

        void begin() {
            buffer.lock();
            try {
                if (isCancelled) {
                    return;
                }
                var reason = buffer.refusal();
                if (reason != null || buffer.accept(item)) {
                    settle(reason);
                } else {
                    buffer.await(this);
                }
            } finally {
                buffer.unlock();
                Trampoline.run();
            }
        }

        @Override
        void settle(@Nullable QueueClosedException reason) {
            isSettled = true;
            refusal = reason;
            Trampoline.add(this);
        }

        /** Emits the outcome; {@code refusal} was written before by the thread that runs this. */
        @Override
        public void run() {
            if (refusal == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(refusal);
            }
        }

        @Override
        public void request(long n) {
            // There is no item to ask for.
        }

        @Override
        public void cancel() {
            if (withdraw()) {
                Operators.onDiscard(item, subscriber.currentContext());
            }
        }

        private boolean withdraw() {
            buffer.lock();
            try {
                if (isCancelled || isSettled) {
                    return false;
                }
                isCancelled = true;
                buffer.withdraw(this);
                return true;
            } finally {
                buffer.unlock();
            }
        }
    }
}
