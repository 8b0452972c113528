package dev.automat.broker.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.DeadLetterLimits;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.channel.WhenFull;
import dev.automat.broker.engine.ChannelRules;
import dev.automat.broker.engine.Route;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What subscribers of patterns get, and whom they hold. */
@Timeout(60)
class PatternChannelsTest {

    private static final String PATTERN = "/topic/audit/*";
    private static final ChannelName TOPIC = ChannelName.of("/topic/audit/x");
    private static final int WAITING = 10;
    private static final int SIZE = 100;

    private final PinnedMemory memory = new PinnedMemory(1 << 24);
    private final Traffic traffic = new Traffic();
    private final MemoryEngine engine = new MemoryEngine(rules(traffic), memory, traffic);
    private final Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger resumes = new AtomicInteger();
    private final Publisher publisher = resumes::incrementAndGet;

    private static ChannelRules rules(Traffic traffic) {
        return new ChannelRules(
                List.of(
                        rule(PATTERN, WhenFull.BLOCK, traffic),
                        rule("**", WhenFull.DROP_OLDEST, traffic)),
                1_000,
                new DeadLetterLimits(1, 1));
    }

    private static ChannelRules.Rule rule(String pattern, WhenFull whenFull, Traffic traffic) {
        var limits = new ChannelLimits(WAITING, 10 * SIZE, SIZE, whenFull);
        return new ChannelRules.Rule(ChannelPattern.of(pattern), limits, traffic.part());
    }

    @AfterEach
    void leavesNothing() {
        subscriptions.forEach(Subscription::end);
        engine.discardWaiting();
        assertThat(engine.channels()).isEmpty();
        assertThat(memory.pinned()).isZero();
    }

    private Subscription subscribe(String name) {
        return subscribe(name, () -> {});
    }

    private Subscription subscribe(String name, Runnable wake) {
        var recipient =
                new Recipient() {
                    @Override
                    public void wake() {
                        wake.run();
                    }

                    @Override
                    public void overrun() {}
                };
        var channel = ChannelName.of(name);
        var subscription = engine.subscribe(channel, recipient, Subscription.SETTLED_BY_WRITING);
        subscriptions.add(subscription);
        return subscription;
    }

    private Run run(int number) {
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(4 + SIZE).writeInt(SIZE);
        return Run.of(bytes.writeInt(number).writeZero(SIZE - 4), 1, memory);
    }

    private static List<Integer> received(Subscription subscription) {
        var numbers = new ArrayList<Integer>();
        for (var run = subscription.poll(); run != null; run = subscription.poll()) {
            run.copies().forEach(bytes -> numbers.add(ByteBuffer.wrap(bytes).getInt()));
            assertThat(subscription.written()).isPositive();
        }
        return numbers;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Publishes until it is held, while somebody else takes what comes. */
    private Run publishUntilHeld(Route route, Subscription quick, List<Integer> byQuick) {
        for (int number = 0; number < 1_000; number++) {
            var run = run(number);
            if (!route.publish(run, publisher)) {
                return run;
            }
            byQuick.addAll(received(quick));
        }
        throw new AssertionError("The publisher was never held");
    }

    @Test
    void aPatternsFullSubscriberHoldsPublishersUntilItHasRoom() {
        var slow = subscribe(PATTERN);
        var quick = subscribe(TOPIC.toString());
        var byQuick = new ArrayList<Integer>();
        var bySlow = new ArrayList<Integer>();
        var route = engine.route(TOPIC);
        var held = publishUntilHeld(route, quick, byQuick);
        assertThat(byQuick).hasSizeLessThan(2 * WAITING);

        while (resumes.get() == 0) {
            bySlow.addAll(received(slow));
            byQuick.addAll(received(quick));
        }
        assertThat(route.publish(held, publisher)).isTrue();
        bySlow.addAll(received(slow));
        byQuick.addAll(received(quick));

        assertThat(byQuick).isEqualTo(numbers(byQuick.size())).hasSizeGreaterThan(WAITING);
        assertThat(bySlow).isEqualTo(byQuick);
        assertThat(traffic.dropped()).isZero();
    }

    @Test
    void aPatternsFullSubscriberThatLeavesHoldsNobody() {
        var slow = subscribe(PATTERN);
        var quick = subscribe(TOPIC.toString());
        var byQuick = new ArrayList<Integer>();
        var route = engine.route(TOPIC);
        var held = publishUntilHeld(route, quick, byQuick);

        assertThat(slow.end()).isPositive();
        byQuick.addAll(received(quick));
        assertThat(resumes).hasPositiveValue();
        assertThat(route.publish(held, publisher)).isTrue();
        byQuick.addAll(received(quick));

        assertThat(byQuick).isEqualTo(numbers(byQuick.size())).hasSizeGreaterThan(WAITING);
    }

    @Test
    void whatWaitsIsForTheFirstSubscriberOfAPattern() {
        var route = engine.route(TOPIC);
        assertThat(route.publish(run(0), publisher)).isTrue();

        var subscription = subscribe(PATTERN);
        assertThat(received(subscription)).containsExactly(0);
        assertThat(route.publish(run(1), publisher)).isTrue();

        assertThat(received(subscription)).containsExactly(1);
        assertThat(engine.channels()).hasSize(1);
    }

    @Test
    void aPatternThatComesTogetherWithAChannelGetsWhatIsPublishedThere() throws Exception {
        // Many patterns that match make the race longer.
        for (int i = 1; i <= 40; i++) {
            subscribe(TOPIC + "/**".repeat(i));
        }
        for (int round = 0; round < 500; round++) {
            var both = atOnce(() -> subscribe(TOPIC.toString()), () -> subscribe(PATTERN));

            assertThat(engine.route(TOPIC).publish(run(round), publisher)).isTrue();

            assertThat(received(both.getFirst())).containsExactly(round);
            assertThat(received(both.getLast())).as("round %d", round).containsExactly(round);
            both.forEach(Subscription::end);
        }
    }

    private static <T> List<T> atOnce(Callable<T> one, Callable<T> other)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var both = new ArrayList<T>();
            for (var done : threads.invokeAll(List.of(one, other))) {
                both.add(done.get());
            }
            return both;
        }
    }

    @Test
    void publishersOfSeveralChannelsAndASlowPatternLoseNothing() throws Exception {
        int count = 5_000;
        var woken = new Semaphore(0);
        var pattern = subscribe(PATTERN, woken::release);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> publishAll(engine.route(TOPIC), count));
            var other =
                    threads.submit(
                            () -> publishAll(engine.route(ChannelName.of(TOPIC + "y")), count));

            int received = 0;
            while (received < 2 * count) {
                woken.acquire();
                received += received(pattern).size();
            }

            one.get();
            other.get();
        }
        assertThat(traffic.dropped()).isZero();
    }

    private boolean publishAll(Route route, int count) throws InterruptedException {
        var resumed = new Semaphore(0);
        Publisher waiting = resumed::release;
        for (int number = 0; number < count; number++) {
            var run = run(number);
            while (!route.publish(run, waiting)) {
                resumed.acquire();
            }
        }
        return true;
    }
}
