package dev.automat.janus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@Timeout(20)
class BlockingFaceTest {

    private static final Duration BRIEFLY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JanusQueue<Integer> queue = new JanusQueue<>(2);
    private final BlockingFace<Integer> face = queue.blocking();

    @Test
    void refusesACapacityBelowOne() {
        assertThatThrownBy(() -> new JanusQueue<>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Capacity must be at least 1, is 0");
    }

    @Test
    void givesItemsBackInOrder() throws InterruptedException {
        face.put(1);
        assertThat(face.offer(2)).isTrue();

        assertThat(queue.size()).isEqualTo(2);
        assertThat(face.take()).isEqualTo(1);
        assertThat(face.poll(PATIENCE)).isEqualTo(2);
        assertThat(face.poll()).isNull();
    }

    @Test
    void refusesAnOfferWhenFull() throws InterruptedException {
        fill();

        assertThat(face.offer(3)).isFalse();
        assertThat(face.offer(3, BRIEFLY)).isFalse();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void pollsNothingFromAnEmptyQueue() throws InterruptedException {
        assertThat(face.poll(BRIEFLY)).isNull();
        assertThat(face.poll(Duration.ZERO)).isNull();
    }

    @Test
    void aPutWaitsForRoom() throws Exception {
        fill();
        var put = start(() -> face.put(3));
        awaitWaiting(put);

        assertThat(face.take()).isEqualTo(1);

        join(put);
        assertThat(List.of(face.take(), face.take())).containsExactly(2, 3);
    }

    @Test
    void aTakeWaitsForAnItem() throws Exception {
        var taken = new CompletableFuture<Integer>();
        var take = start(() -> taken.complete(face.take()));
        awaitWaiting(take);

        face.put(7);

        assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void waitingProducersAreServedInTheOrderOfTheirArrival() throws Exception {
        fill();
        var first = start(() -> face.put(3));
        awaitWaiting(first);
        var second = queue.reactive().offer(4).toFuture();
        var third = start(() -> face.put(5));
        awaitWaiting(third);

        var taken = new ArrayList<Integer>();
        for (int i = 0; i < 5; i++) {
            taken.add(face.take());
        }

        assertThat(taken).containsExactly(1, 2, 3, 4, 5);
        assertThat(second).isCompleted();
    }

    @Test
    void waitingConsumersAreServedInTheOrderOfTheirArrival() throws Exception {
        var served = new CopyOnWriteArrayList<String>();
        var first = start(() -> served.add("thread 1 got " + face.take()));
        awaitWaiting(first);
        var _ = queue.reactive().poll().subscribe(item -> served.add("chain got " + item));
        var second = start(() -> served.add("thread 2 got " + face.take()));
        awaitWaiting(second);

        face.put(1);
        join(first);
        face.put(2);
        face.put(3);
        join(second);

        assertThat(served).containsExactly("thread 1 got 1", "chain got 2", "thread 2 got 3");
    }

    @Test
    void aLateComerDoesNotOvertakeAWaitingConsumer() throws Exception {
        var take = start(face::take);
        awaitWaiting(take);

        face.put(1);
        var lateComer = face.poll();

        assertThat(lateComer).isNull();
        join(take);
    }

    @Test
    void aDrainTakesWhatIsThereUpToItsLimitAndLetsProducersIn() throws Exception {
        fill();
        var put = start(() -> face.put(3));
        awaitWaiting(put);
        var target = new ArrayList<Integer>();

        assertThat(face.drainTo(target, 1)).isEqualTo(1);
        join(put);
        assertThat(face.drainTo(target, 10)).isEqualTo(2);

        assertThat(target).containsExactly(1, 2, 3);
        assertThat(face.drainTo(target, 10)).isZero();
    }

    @Test
    void anInterruptedPutHasNotAcceptedItsItem() throws Exception {
        fill();
        var outcome = new CompletableFuture<Throwable>();
        var put = start(() -> face.put(3), outcome);
        awaitWaiting(put);

        put.interrupt();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        queue.close();
        assertThat(List.of(face.take(), face.take())).containsExactly(1, 2);
        assertThatExceptionOfType(QueueClosedException.class).isThrownBy(face::take);
    }

    @Test
    void anInterruptedTakeLeavesTheItemToTheNext() throws Exception {
        var outcome = new CompletableFuture<Throwable>();
        var take = start(face::take, outcome);
        awaitWaiting(take);
        var next = queue.reactive().poll().toFuture();

        take.interrupt();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        face.put(1);

        assertThat(next).isCompletedWithValue(1);
    }

    @Test
    void consumersDrainAClosedQueueAndThenSeeItsEnd() throws Exception {
        fill();
        queue.close();

        assertThat(queue.isClosed()).isTrue();
        assertThat(face.take()).isEqualTo(1);
        assertThat(face.poll()).isEqualTo(2);
        assertThatExceptionOfType(QueueClosedException.class).isThrownBy(face::take);
        assertThatExceptionOfType(QueueClosedException.class).isThrownBy(face::poll);
        assertThatExceptionOfType(QueueClosedException.class)
                .isThrownBy(() -> face.poll(PATIENCE))
                .withMessage("The queue is closed")
                .withNoCause();
        assertThat(face.drainTo(new ArrayList<>(), 1)).isZero();
    }

    @Test
    void closingRefusesWaitingProducers() throws Exception {
        fill();
        var outcome = new CompletableFuture<Throwable>();
        var put = start(() -> face.put(3), outcome);
        awaitWaiting(put);

        queue.close();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(QueueClosedException.class);
        assertThatExceptionOfType(QueueClosedException.class).isThrownBy(() -> face.offer(4));
        assertThatExceptionOfType(QueueClosedException.class).isThrownBy(() -> face.put(4));
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void closingReleasesWaitingConsumers() throws Exception {
        var outcome = new CompletableFuture<Throwable>();
        var take = start(face::take, outcome);
        awaitWaiting(take);

        queue.close();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(QueueClosedException.class);
    }

    @Test
    void aFailureIsSeenAtOnceByAllAndHandsBackWhatWasLeft() throws Exception {
        fill();
        var outcome = new CompletableFuture<Throwable>();
        var put = start(() -> face.put(3), outcome);
        awaitWaiting(put);
        var cause = new IllegalArgumentException("disk full");

        var undelivered = queue.fail(cause);

        assertThat(undelivered).containsExactly(1, 2);
        assertThat(outcome.get(10, TimeUnit.SECONDS)).hasCause(cause);
        assertThatExceptionOfType(QueueClosedException.class)
                .isThrownBy(face::take)
                .withMessage("The queue has failed")
                .withCause(cause);
        assertThatExceptionOfType(QueueClosedException.class)
                .isThrownBy(() -> face.drainTo(new ArrayList<>(), 1));
        assertThat(queue.fail(cause)).isEmpty();
    }

    @Test
    void refusesToWaitOnAnEventLoopButNotToTry() {
        var attempt =
                Mono.fromCallable(
                                () -> {
                                    assertThat(face.offer(1)).isTrue();
                                    assertThat(face.take()).isEqualTo(1);
                                    return face.take();
                                })
                        .subscribeOn(Schedulers.parallel());

        StepVerifier.create(attempt)
                .expectErrorSatisfies(thrown ->
                        assertThat(thrown)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("must not wait"))
                .verify(PATIENCE);
    }

    private void fill() throws InterruptedException {
        face.put(1);
        face.put(2);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(Work work) {
        return start(work, new CompletableFuture<>());
    }

    private static Thread start(Work work, CompletableFuture<Throwable> outcome) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        work.run();
                    } catch (Throwable thrown) {
                        outcome.complete(thrown);
                    }
                });
    }

    private static void awaitWaiting(Thread thread) {
        while (!isWaiting(thread)) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static void join(Thread thread) throws InterruptedException {
        assertThat(thread.join(PATIENCE)).isTrue();
    }
}
