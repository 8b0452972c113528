package dev.automat.janus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@Timeout(20)
class ReactiveFaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JanusQueue<Integer> queue = new JanusQueue<>(2);
    private final ReactiveFace<Integer> face = queue.reactive();

    @Test
    void anOfferCompletesAtOnceWhenThereIsRoom() {
        StepVerifier.create(face.offer(1)).expectComplete().verify(PATIENCE);

        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void anOfferCompletesWhenThereIsRoom() {
        fill();
        var offer = face.offer(3).toFuture();
        assertThat(offer).isNotDone();

        assertThat(queue.blocking().poll()).isEqualTo(1);

        assertThat(offer).isCompleted();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void eachSubscriptionOffersAgain() {
        StepVerifier.create(face.offer(1).repeat(1)).expectComplete().verify(PATIENCE);

        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void aCancelledOfferIsNotAcceptedAndSaysSo() {
        fill();
        var discarded = new ArrayList<Integer>();
        var offer = face.offer(3).doOnDiscard(Integer.class, discarded::add).subscribe();

        offer.dispose();
        offer.dispose();
        queue.close();

        assertThat(discarded).containsExactly(3);
        StepVerifier.create(face.flux()).expectNext(1, 2).expectComplete().verify(PATIENCE);
    }

    @Test
    void aCancelAfterAcceptanceDiscardsNothing() {
        var discarded = new ArrayList<Integer>();
        var offer = face.offer(3).doOnDiscard(Integer.class, discarded::add).subscribe();

        offer.dispose();

        assertThat(discarded).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void anOfferCancelledBeforeItBeganIsNotAccepted() {
        face.offer(1)
                .subscribe(
                        new BaseSubscriber<Void>() {
                            @Override
                            protected void hookOnSubscribe(Subscription subscription) {
                                cancel();
                            }
                        });

        assertThat(queue.size()).isZero();
    }

    @Test
    void offersAllWithoutRunningAhead() {
        var requested = new AtomicInteger();
        var source = Flux.range(1, 10).doOnNext(_ -> requested.incrementAndGet());
        var offers = face.offerAll(source).toFuture();
        // Two are in the queue, one waits.
        assertThat(requested).hasValue(3);

        StepVerifier.create(face.flux().take(10))
                .expectNext(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(offers).isCompleted();
    }

    @Test
    void aPollGivesTheItemAsSoonAsThereIsOne() {
        var poll = face.poll().toFuture();
        assertThat(poll).isNotDone();

        fill();

        assertThat(poll).isCompletedWithValue(1);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aCancelledPollTakesNothing() {
        face.poll().subscribe().dispose();

        fill();

        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void aPollOfAnEndedQueueIsEmpty() {
        queue.close();

        StepVerifier.create(face.poll()).expectComplete().verify(PATIENCE);
    }

    @Test
    void aFluxTakesNoMoreThanWasAskedFor() {
        fill();

        StepVerifier.create(face.flux(), 0)
                .expectSubscription()
                .then(() -> assertThat(queue.size()).isEqualTo(2))
                .thenRequest(1)
                .expectNext(1)
                .then(() -> assertThat(queue.size()).isEqualTo(1))
                .thenRequest(2)
                .expectNext(2)
                .then(() -> assertThat(queue.blocking().offer(3)).isTrue())
                .expectNext(3)
                .then(() -> assertThat(queue.blocking().offer(4)).isTrue())
                .then(() -> assertThat(queue.size()).isEqualTo(1))
                .thenCancel()
                .verify(PATIENCE);

        assertThat(queue.blocking().poll()).isEqualTo(4);
    }

    @Test
    void aFluxThatCancelsItselfLeavesTheRest() {
        fill();

        StepVerifier.create(face.flux().take(1)).expectNext(1).expectComplete().verify(PATIENCE);

        assertThat(queue.blocking().poll()).isEqualTo(2);
    }

    @Test
    void aFluxDrainsAClosedQueueAndCompletes() {
        fill();
        queue.close();

        StepVerifier.create(face.flux()).expectNext(1, 2).expectComplete().verify(PATIENCE);
        StepVerifier.create(face.flux(), 0).expectComplete().verify(PATIENCE);
    }

    @Test
    void aFluxWithoutDemandIsToldOfTheEnd() {
        StepVerifier.create(face.flux(), 0).then(queue::close).expectComplete().verify(PATIENCE);
    }

    @Test
    void aFluxWithoutDemandWaitsForTheItemsBeforeTheEnd() {
        fill();

        StepVerifier.create(face.flux(), 0)
                .then(queue::close)
                .thenRequest(1)
                .expectNext(1)
                .then(() -> assertThat(queue.blocking().poll()).isEqualTo(2))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void aFailureReachesFluxesPollsAndOffers() {
        var cause = new IllegalArgumentException("disk full");
        var poll = face.poll().toFuture();
        var idle = face.flux().subscribeWith(new Recorder(0));

        assertThat(queue.fail(cause)).isEmpty();

        assertThat(poll).isCompletedExceptionally();
        assertThat(idle.failures).containsExactly(cause);
        StepVerifier.create(face.flux())
                .expectErrorSatisfies(thrown -> assertThat(thrown).isSameAs(cause))
                .verify(PATIENCE);
        StepVerifier.create(face.offer(1))
                .expectErrorSatisfies(thrown ->
                        assertThat(thrown).isInstanceOf(QueueClosedException.class).hasCause(cause))
                .verify(PATIENCE);
    }

    @Test
    void aFailureMayFollowAClose() {
        fill();
        queue.close();

        assertThat(queue.fail(new IllegalArgumentException("too slow"))).containsExactly(1, 2);

        StepVerifier.create(face.poll())
                .expectError(IllegalArgumentException.class)
                .verify(PATIENCE);
    }

    @Test
    void closingRefusesWaitingOffers() {
        fill();
        var offer = face.offer(3).toFuture();

        queue.close();

        assertThat(offer).isCompletedExceptionally();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void fluxesShareTheItemsInTurn() {
        var first = face.flux().subscribeWith(new Recorder(Long.MAX_VALUE));
        var second = face.flux().subscribeWith(new Recorder(Long.MAX_VALUE));

        Flux.range(1, 6).concatMap(face::offer).blockLast(PATIENCE);

        assertThat(first.items).containsExactly(1, 3, 5);
        assertThat(second.items).containsExactly(2, 4, 6);
    }

    @Test
    void aCancelledFluxPassesItsTurnOn() {
        var first = face.flux().subscribeWith(new Recorder(Long.MAX_VALUE));
        var second = face.flux().subscribeWith(new Recorder(Long.MAX_VALUE));

        first.cancel();
        fill();

        assertThat(first.items).isEmpty();
        assertThat(second.items).containsExactly(1, 2);
    }

    @Test
    void aSubscriberThatCancelsAnotherInItsTurnCostsNoItem() {
        var second = new Recorder(Long.MAX_VALUE);
        var first =
                new Recorder(Long.MAX_VALUE) {
                    @Override
                    protected void hookOnNext(Integer item) {
                        super.hookOnNext(item);
                        second.cancel();
                    }
                };
        face.flux().subscribe(first);
        face.flux().subscribe(second);

        Flux.range(1, 4).concatMap(face::offer).blockLast(PATIENCE);

        assertThat(first.items).hasSize(4);
    }

    @Test
    void twoQueuesFeedingEachOtherDoNotGrowTheStack() {
        var back = new JanusQueue<Integer>(1);
        int rounds = 200_000;
        var there = face.flux().concatMap(n -> back.reactive().offer(n + 1)).subscribe();
        var last =
                back.reactive()
                        .flux()
                        .concatMap(
                                n -> n >= rounds ? Mono.just(n) : face.offer(n).then(Mono.empty()))
                        .next()
                        .toFuture();

        face.offer(0).block(PATIENCE);

        assertThat(last).succeedsWithin(PATIENCE).isEqualTo(rounds);
        there.dispose();
    }

    @Test
    void offersAndPollsThatCallEachOtherDoNotGrowTheStack() {
        int rounds = 100_000;
        var received = new AtomicInteger();
        pollNext(received, rounds);

        StepVerifier.create(face.offerAll(Flux.range(0, rounds))).expectComplete().verify(PATIENCE);

        assertThat(received).hasValue(rounds);
    }

    private void pollNext(AtomicInteger received, int rounds) {
        var _ =
                face.poll()
                        .subscribe(_ -> {
                            if (received.incrementAndGet() < rounds) {
                                pollNext(received, rounds);
                            }
                        });
    }

    @Test
    void aBlockingProducerAndAReactiveConsumerMeet() throws InterruptedException {
        var sum =
                face.flux().publishOn(Schedulers.parallel(), 1).reduce(0, Integer::sum).toFuture();

        for (int i = 1; i <= 1_000; i++) {
            queue.blocking().put(i);
        }
        queue.close();

        assertThat(sum).succeedsWithin(PATIENCE).isEqualTo(500_500);
    }

    @Test
    void aWaitingThreadInsideASignalDoesNotHoldBackTheSignalItWaitsFor() {
        var taken = new ArrayList<Integer>();
        // The second poll is owed its signal by the thread that waits within the first.
        var _ =
                face.poll()
                        .subscribe(first -> {
                            taken.add(first);
                            putThree();
                        });
        var _ = face.flux().subscribe(taken::add);

        assertThat(queue.blocking().offer(0)).isTrue();

        assertThat(taken).containsExactly(0, 1, 2, 3);
    }

    private void putThree() {
        try {
            for (int i = 1; i <= 3; i++) {
                queue.blocking().put(i);
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aSubscriberThatThrowsCostsTheOthersNothing() {
        var good = new Recorder(Long.MAX_VALUE);
        var bad = new ThrowingSubscriber();
        face.flux().subscribe(bad);
        face.flux().subscribe(good);

        try {
            queue.blocking().offer(1);
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("bad subscriber");
        }
        fill();

        assertThat(good.items).containsExactly(1, 2);
    }

    private void fill() {
        assertThat(List.of(queue.blocking().offer(1), queue.blocking().offer(2)))
                .containsExactly(true, true);
    }

    private static final class ThrowingSubscriber
            implements org.reactivestreams.Subscriber<Integer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer item) {
            throw new IllegalStateException("bad subscriber");
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    private static class Recorder extends BaseSubscriber<Integer> {

        final List<Integer> items = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();
        private final long demand;

        Recorder(long demand) {
            this.demand = demand;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                request(demand);
            }
        }

        @Override
        protected void hookOnNext(Integer item) {
            items.add(item);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            failures.add(failure);
        }
    }
}
