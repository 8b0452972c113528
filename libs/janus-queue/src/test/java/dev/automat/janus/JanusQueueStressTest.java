package dev.automat.janus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Many producers and consumers of both faces that cancel, time out, are interrupted and close the
 * queue at random moments. Whatever happens: what was accepted is delivered once, in order.
 */
@Timeout(60)
class JanusQueueStressTest {

    private static final Duration BUDGET = Duration.ofSeconds(4);
    private static final int ITEMS_PER_PRODUCER = 150;

    private record Item(int producer, int number) {}

    @Test
    void deliversWhatWasAcceptedOnceAndInOrderWhileAllGoOnToTheEnd() throws Exception {
        runRounds(false);
    }

    @Test
    void deliversWhatWasAcceptedOnceAndInOrderWhenClosedInTheMiddle() throws Exception {
        runRounds(true);
    }

    private static void runRounds(boolean closesEarly) throws Exception {
        long end = System.nanoTime() + BUDGET.toNanos() / 2;
        int rounds = 0;
        var seeds = new Random();
        for (; System.nanoTime() < end; rounds++) {
            long seed = seeds.nextLong();
            try {
                new Round(seed, closesEarly).play();
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("Failed with seed " + seed + "L", failure);
            }
        }
        assertThat(rounds).isPositive();
    }

    private static final class Round {

        private final Random random;
        private final boolean closesEarly;
        private final JanusQueue<Item> queue;
        private final Queue<Item> accepted = new ConcurrentLinkedQueue<>();
        private final Queue<Collection<Item>> deliveries = new ConcurrentLinkedQueue<>();
        private final Queue<Item> undecided = new ConcurrentLinkedQueue<>();

        Round(long seed, boolean closesEarly) {
            this.random = new Random(seed);
            this.closesEarly = closesEarly;
            this.queue = new JanusQueue<>(1 + random.nextInt(8));
        }

        void play() throws Exception {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var producers = new ArrayList<Future<?>>();
                for (int id = 0; id < 2 + random.nextInt(5); id++) {
                    producers.add(threads.submit(producer(id, new Random(random.nextLong()))));
                }
                var consumers = new ArrayList<Future<?>>();
                for (int id = 0; id < 2 + random.nextInt(5); id++) {
                    consumers.add(threads.submit(consumer(id, new Random(random.nextLong()))));
                }
                if (closesEarly) {
                    pause(random);
                    pause(random);
                    queue.close();
                }
                await(producers);
                queue.close();
                await(consumers);
            }
            check();
        }

        private Runnable producer(int id, Random random) {
            return switch (id % 3) {
                case 0 -> () -> produceBlocking(id, random);
                case 1 -> () -> produceReactively(id, random);
                default -> () -> produceUnderInterrupts(id, random);
            };
        }

        private Runnable consumer(int id, Random random) {
            return switch (id % 4) {
                case 0 -> () -> consumeByFlux(random);
                case 1 -> () -> consumeBlocking(random);
                case 2 -> () -> consumeByPolls(random);
                default -> () -> consumeUnderInterrupts(random);
            };
        }

        private void produceBlocking(int id, Random random) {
            for (int number = 0; number < ITEMS_PER_PRODUCER; number++) {
                var item = new Item(id, number);
                try {
                    if (random.nextInt(3) > 0) {
                        queue.blocking().put(item);
                        accepted.add(item);
                    } else if (queue.blocking().offer(item, briefly(random))) {
                        accepted.add(item);
                    }
                } catch (QueueClosedException closed) {
                    return;
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
        }

        private void produceUnderInterrupts(int id, Random random) {
            for (int number = 0; number < ITEMS_PER_PRODUCER && !queue.isClosed(); number++) {
                var item = new Item(id, number);
                var interrupter = interruptSoon(Thread.currentThread(), random);
                try {
                    queue.blocking().put(item);
                    accepted.add(item);
                } catch (InterruptedException | QueueClosedException notAccepted) {
                    // The contract: it was not.
                }
                interrupter.join();
                var _ = Thread.interrupted();
            }
        }

        private void produceReactively(int id, Random random) {
            for (int number = 0; number < ITEMS_PER_PRODUCER; number++) {
                var item = new Item(id, number);
                var wasAccepted = new CompletableFuture<Boolean>();
                var offer =
                        queue.reactive()
                                .offer(item)
                                .doOnDiscard(Item.class, _ -> wasAccepted.complete(false))
                                .subscribe(
                                        _ -> {},
                                        _ -> wasAccepted.complete(false),
                                        () -> wasAccepted.complete(true));
                if (random.nextInt(3) == 0) {
                    pause(random);
                    offer.dispose();
                    if (queue.isClosed() && !wasAccepted.isDone()) {
                        // Accepted or refused: a disposed subscriber is not told which.
                        undecided.add(item);
                        continue;
                    }
                    // Neither discarded nor refused means that it was accepted.
                    wasAccepted.complete(true);
                }
                if (wasAccepted.join()) {
                    accepted.add(item);
                }
            }
        }

        private void consumeBlocking(Random random) {
            var delivered = newDelivery();
            try {
                while (true) {
                    if (random.nextInt(3) > 0) {
                        delivered.add(queue.blocking().take());
                    } else if (random.nextBoolean()) {
                        addIfPresent(delivered, queue.blocking().poll(briefly(random)));
                    } else {
                        var _ = queue.blocking().drainTo(delivered, 1 + random.nextInt(3));
                    }
                }
            } catch (QueueClosedException end) {
                // All was drained.
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        private void consumeUnderInterrupts(Random random) {
            var delivered = newDelivery();
            for (boolean goesOn = true; goesOn; ) {
                var interrupter = interruptSoon(Thread.currentThread(), random);
                try {
                    delivered.add(queue.blocking().take());
                } catch (InterruptedException interrupted) {
                    // Nothing was taken.
                } catch (QueueClosedException end) {
                    goesOn = false;
                }
                interrupter.join();
                var _ = Thread.interrupted();
            }
        }

        private void consumeByPolls(Random random) {
            for (boolean goesOn = true; goesOn; ) {
                var subscriber =
                        new CountingSubscriber(newDelivery(), new Random(random.nextLong()), 1);
                queue.reactive().poll().subscribe(subscriber);
                goesOn = cancelSoonOrAwaitEnd(subscriber, random);
            }
        }

        private void consumeByFlux(Random random) {
            for (boolean goesOn = true; goesOn; ) {
                var subscriber =
                        new CountingSubscriber(newDelivery(), new Random(random.nextLong()), 20);
                queue.reactive().flux().subscribe(subscriber);
                goesOn = cancelSoonOrAwaitEnd(subscriber, random);
            }
        }

        /** True when the subscriber was cancelled, or had had enough, before its end. */
        private static boolean cancelSoonOrAwaitEnd(CountingSubscriber subscriber, Random random) {
            if (random.nextInt(4) == 0) {
                pause(random);
                subscriber.cancel();
                return true;
            }
            return subscriber.wasCancelled.join();
        }

        private Collection<Item> newDelivery() {
            var delivery = new ConcurrentLinkedQueue<Item>();
            deliveries.add(delivery);
            return delivery;
        }

        private void check() {
            var delivered = deliveries.stream().flatMap(Collection::stream).toList();
            assertThat(delivered).doesNotHaveDuplicates();
            assertThat(delivered).containsAll(accepted);
            accepted.addAll(undecided);
            assertThat(accepted).containsAll(delivered);
            assertThat(queue.size()).isZero();
            deliveries.forEach(Round::checkOrder);
        }

        private static void checkOrder(Collection<Item> delivery) {
            var last = new HashMap<Integer, Integer>();
            for (var item : delivery) {
                var previous = last.put(item.producer(), item.number());
                assertThat(previous == null || previous < item.number())
                        .as("%s came after number %s", item, previous)
                        .isTrue();
            }
        }

        private CompletableFuture<Void> interruptSoon(Thread thread, Random random) {
            var pause = new Random(random.nextLong());
            return random.nextInt(4) > 0
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.runAsync(() -> {
                        pause(pause);
                        thread.interrupt();
                    });
        }

        private static Duration briefly(Random random) {
            return Duration.ofNanos(random.nextInt(100_000));
        }

        private static void pause(Random random) {
            LockSupport.parkNanos(random.nextInt(200_000));
        }

        private static void addIfPresent(Collection<Item> delivered, @Nullable Item item) {
            if (item != null) {
                delivered.add(item);
            }
        }

        private static void await(List<Future<?>> tasks) throws Exception {
            for (var task : tasks) {
                task.get(20, TimeUnit.SECONDS);
            }
        }
    }

    /**
     * Counts what {@code onNext} brings, asks in random portions, and cancels when it has enough.
     */
    private static final class CountingSubscriber implements CoreSubscriber<Item> {

        final Collection<Item> log;
        final CompletableFuture<Boolean> wasCancelled = new CompletableFuture<>();
        private final Random random;
        private final int enough;
        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
        private final AtomicInteger active = new AtomicInteger();
        private int asked;
        private int received;

        CountingSubscriber(Collection<Item> log, Random random, int enough) {
            this.log = log;
            this.random = random;
            this.enough = enough;
        }

        void cancel() {
            subscription.join().cancel();
        }

        @Override
        public void onSubscribe(Subscription upstream) {
            subscription.complete(upstream);
            ask();
        }

        private void ask() {
            int portion = 1 + random.nextInt(5);
            asked += portion;
            subscription.join().request(portion);
        }

        @Override
        public void onNext(Item item) {
            assertThat(active.incrementAndGet()).as("overlapping signals").isEqualTo(1);
            log.add(item);
            received++;
            assertThat(received).as("items received").isLessThanOrEqualTo(asked);
            boolean hasEnough = received == enough;
            active.decrementAndGet();
            if (hasEnough) {
                cancel();
                wasCancelled.complete(true);
            } else if (received == asked) {
                ask();
            }
        }

        @Override
        public void onError(Throwable failure) {
            wasCancelled.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            wasCancelled.complete(false);
        }
    }
}
