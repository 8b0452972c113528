package dev.automat.janus;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/** One consumer for each subscriber. */
final class ItemFlux<T> extends Flux<T> {

    private final Buffer<T> buffer;

    ItemFlux(Buffer<T> buffer) {
        this.buffer = buffer;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> subscriber) {
        var consumer = new Consumer<>(buffer, subscriber);
        subscriber.onSubscribe(consumer);
        consumer.begin();
    }

    /**
     * Claims and emits one item per turn. {@code work} counts the reasons to look again; who raises
     * it from zero owns the turns until it is zero again, so that signals never overlap.
     */
    private static final class Consumer<T> extends Taker implements Subscription, Runnable {

        private final Buffer<T> buffer;
        private final CoreSubscriber<? super T> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger();

        Consumer(Buffer<T> buffer, CoreSubscriber<? super T> subscriber) {
            this.buffer = buffer;
            this.subscriber = subscriber;
        }

        void begin() {
            buffer.lock();
            try {
                if (!isGone) {
                    buffer.attach(this);
                }
            } finally {
                buffer.unlock();
            }
            // The queue may have ended before the subscription.
            wake();
            Trampoline.run();
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                demand.accumulateAndGet(n, Operators::addCap);
                wake();
                Trampoline.run();
            }
        }

        @Override
        public void cancel() {
            buffer.lock();
            try {
                buffer.withdraw(this);
            } finally {
                buffer.unlock();
            }
            Trampoline.run();
        }

        @Override
        void wake() {
            if (work.getAndIncrement() == 0) {
                Trampoline.add(this);
            }
        }

        @Override
        public void run() {
            int seen = work.get();
            switch (claim()) {
                case Claim.Item<T>(var item) -> {
                    emit(item);
                    // Others' signals come in between, however fast the items come.
                    Trampoline.add(this);
                }
                case Claim.Wait<T> _ -> {
                    if (work.addAndGet(-seen) != 0) {
                        Trampoline.add(this);
                    }
                }
                // The count stays up, so there is no further turn.
                case Claim.Gone<T> _ -> {}
                case Claim.End<T>(var failure) -> end(failure);
            }
        }

        private Claim<T> claim() {
            buffer.lock();
            try {
                if (demand.get() > 0) {
                    return buffer.claim(this);
                }
                if (isGone) {
                    return new Claim.Gone<>();
                }
                return buffer.hasEnded() ? new Claim.End<>(buffer.failure()) : new Claim.Wait<>();
            } finally {
                buffer.unlock();
            }
        }

        private void emit(T item) {
            demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
            try {
                subscriber.onNext(item);
            } catch (RuntimeException | Error thrown) {
                // A subscriber that throws is past help, but must not keep others' items.
                cancel();
                throw thrown;
            }
        }

        private void end(@Nullable Throwable failure) {
            cancel();
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }
    }
}
