package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.MessageChannel.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Channels under random interleavings of publish, retry, take, write, reset, leave and join,
 * against what a plain model says must hold. A failure names its seed; {@code -Dautomat.seed=N}
 * runs that one alone.
 */
class ChannelModelTest {

    private static final int SEEDS = 300;
    private static final int STEPS = 400;
    private static final List<WhenFull> POLICIES = List.of(WhenFull.values());

    /** One run of one seed. */
    private static final class Trial implements AutoCloseable {

        private final Random random;
        private final ChannelFixture fixture;
        private final boolean queue;
        private final WhenFull whenFull;
        private final List<FakeSubscriber> subscribers = new ArrayList<>();
        private final List<FakePublisher> publishers = new ArrayList<>();
        private final Map<FakeSubscriber, List<String>> received = new HashMap<>();
        private final Map<FakePublisher, Integer> sent = new HashMap<>();
        private final Set<String> published = new HashSet<>();
        private final List<String> delivered = new ArrayList<>();

        Trial(long seed) {
            random = new Random(seed);
            queue = random.nextBoolean();
            whenFull = POLICIES.get(random.nextInt(POLICIES.size()));
            fixture =
                    new ChannelFixture(
                            queue ? "/queue/q" : "/topic/t",
                            1 + random.nextInt(3_000),
                            1 + random.nextInt(1_000),
                            random.nextInt(4) == 0 ? 3_000 : 1 << 20,
                            whenFull);
            // Somebody always stays, so that the channel is never forgotten.
            join();
        }

        private void join() {
            var subscriber = fixture.subscriber();
            subscribers.add(subscriber);
            received.put(subscriber, new ArrayList<>());
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (subscribers.size() < 5) {
                        join();
                    }
                }
                case 1 -> {
                    if (subscribers.size() > 1) {
                        leave(subscribers.remove(random.nextInt(subscribers.size())));
                    }
                }
                case 2, 3, 4 -> publish();
                default -> {
                    var subscriber = subscribers.get(random.nextInt(subscribers.size()));
                    note(subscriber, subscriber.receive());
                }
            }
        }

        private void leave(FakeSubscriber subscriber) {
            if (random.nextBoolean()) {
                subscriber.take();
            }
            var _ = subscriber.reset();
        }

        private void publish() {
            if (publishers.size() < 3) {
                publishers.add(fixture.publisher());
            }
            var publisher = publishers.get(random.nextInt(publishers.size()));
            if (publisher.heldMessages() > 0) {
                assertThat(publisher.retry()).isNotEqualTo(Outcome.FORGOTTEN);
                return;
            }
            var texts = new String[1 + random.nextInt(6)];
            for (int i = 0; i < texts.length; i++) {
                int number = sent.merge(publisher, 1, Integer::sum);
                int size = random.nextInt(20) == 0 ? 5_000 : random.nextInt(200);
                texts[i] = publishers.indexOf(publisher) + ":" + number + ":" + "x".repeat(size);
            }
            published.addAll(List.of(texts));
            assertThat(publisher.publish(texts)).isNotEqualTo(Outcome.FORGOTTEN);
        }

        private void note(FakeSubscriber subscriber, List<String> texts) {
            received.computeIfAbsent(subscriber, _ -> new ArrayList<>()).addAll(texts);
            delivered.addAll(texts);
        }

        /** Lets everybody take everything, then checks. */
        void settle() {
            boolean moved = true;
            while (moved) {
                moved = false;
                for (var publisher : publishers) {
                    if (publisher.heldMessages() > 0) {
                        moved |= publisher.retry() == Outcome.ACCEPTED;
                    }
                }
                for (var subscriber : subscribers) {
                    var texts = subscriber.receive();
                    note(subscriber, texts);
                    moved |= !texts.isEmpty();
                }
            }
            assertThat(published).containsAll(delivered);
            if (queue) {
                assertThat(delivered).doesNotHaveDuplicates().hasSize(published.size());
            } else {
                received.values().forEach(Trial::assertInOrderOfEachPublisher);
            }
            if (queue || whenFull == WhenFull.BLOCK) {
                assertThat(fixture.channel.snapshot().dropped()).isZero();
                assertThat(publishers).allMatch(publisher -> publisher.heldMessages() == 0);
            }
            assertThat(fixture.channel.snapshot().waiting()).isZero();
            assertThat(fixture.channel.snapshot().in()).isEqualTo(published.size());
        }

        /** A queue's worker may get late what another gave back; a topic has no such excuse. */
        private static void assertInOrderOfEachPublisher(List<String> texts) {
            var last = new HashMap<String, Integer>();
            for (var text : texts) {
                var words = text.split(":", -1);
                int number = Integer.parseInt(words[1]);
                var before = last.put(words[0], number);
                assertThat(before == null || before < number).as(text).isTrue();
            }
        }

        @Override
        public void close() {
            fixture.close();
        }
    }

    @Test
    void everyRandomHistoryEndsAsTheModelSays() {
        var replayed = Long.getLong("automat.seed");
        long first = replayed == null ? System.nanoTime() : replayed;
        int seeds = replayed == null ? SEEDS : 1;
        for (long seed = first; seed < first + seeds; seed++) {
            try (var trial = new Trial(seed)) {
                for (int i = 0; i < STEPS; i++) {
                    trial.step();
                }
                trial.settle();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Replay with -Dautomat.seed=" + seed, e);
            }
        }
    }
}
