package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.MessageChannel.Outcome;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers that are done with a message when they say so, not when it is written. */
class AcknowledgementTest {

    private static final int CREDIT = 6;
    private static final int IN_FLIGHT_BYTES = 300;
    private static final String BODY = "x".repeat(60);

    private final List<Worker> workers = new ArrayList<>();
    private final ChannelFixture fixture =
            new ChannelFixture("/queue/work", 1 << 20, IN_FLIGHT_BYTES);

    /** A worker whose connection writes, and who acknowledges, when told to. */
    private static final class Worker implements Recipient {

        private final Subscription subscription;
        private final ArrayDeque<Run> unwritten = new ArrayDeque<>();
        private final ArrayDeque<Run> unsettled = new ArrayDeque<>();
        private int wakes;

        private Worker(MessageChannel channel) {
            var subscribed = channel.subscribe(this, CREDIT);
            if (subscribed == null) {
                throw new AssertionError("The channel was forgotten");
            }
            subscription = subscribed;
        }

        /** Takes what it may, without writing it. */
        int take() {
            int before = unsettled.size();
            for (var run = subscription.poll(); run != null; run = subscription.poll()) {
                unwritten.addLast(run);
                unsettled.addLast(run);
            }
            return unsettled.size() - before;
        }

        void writeOldest() {
            subscription.written(unwritten.removeFirst());
        }

        /** Takes and writes as long as there is something. */
        int receive() {
            int received = take();
            while (!unwritten.isEmpty()) {
                writeOldest();
                received += take();
            }
            return received;
        }

        void acknowledge(int messages) {
            for (int i = 0; i < messages; i++) {
                subscription.settle(unsettled.removeFirst());
            }
        }

        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void overrun() {
            throw new AssertionError("A queue has no slow subscribers");
        }
    }

    private Worker worker() {
        var worker = new Worker(fixture.channel);
        workers.add(worker);
        return worker;
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(fixture.publisher().publish(BODY)).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @AfterEach
    void leavesNothing() {
        workers.forEach(worker -> worker.subscription.end());
        fixture.close();
    }

    @Test
    void bytesCountUntilTheyAreWritten() {
        var worker = worker();
        publish(4);

        assertThat(worker.take()).isEqualTo(3);
        worker.writeOldest();
        assertThat(worker.take()).isEqualTo(1);
    }

    @Test
    void messagesCountUntilTheyAreAcknowledged() {
        var worker = worker();
        publish(CREDIT + 3);

        assertThat(worker.receive()).isEqualTo(CREDIT);
        worker.acknowledge(2);

        assertThat(worker.receive()).isEqualTo(2);
    }

    @Test
    void whatIsNotAcknowledgedIsPinned() {
        var worker = worker();
        publish(3);
        assertThat(worker.receive()).isEqualTo(3);

        assertThat(worker.subscription.pinnedBytes()).isEqualTo(3L * (4 + BODY.length()));
        worker.acknowledge(3);

        assertThat(worker.subscription.pinnedBytes()).isZero();
    }

    @Test
    void whatIsAcknowledgedBeforeItIsWrittenCountsOnce() {
        var worker = worker();
        publish(1);
        assertThat(worker.take()).isEqualTo(1);

        worker.acknowledge(1);
        worker.writeOldest();

        assertThat(worker.subscription.pinnedBytes()).isZero();
        publish(4);
        assertThat(worker.take()).isEqualTo(3);
    }

    @Test
    void whatIsRefusedBeforeItIsWrittenIsTheNextWorkersAlone() {
        var refusing = worker();
        publish(1);
        assertThat(refusing.take()).isEqualTo(1);
        var other = worker();

        refusing.subscription.reject(refusing.unsettled.removeFirst());
        assertThat(other.take()).isEqualTo(1);
        refusing.writeOldest();

        assertThat(refusing.subscription.pinnedBytes()).isZero();
        assertThat(other.subscription.pinnedBytes()).isEqualTo(4 + BODY.length());
        other.writeOldest();
        assertThat(other.subscription.pinnedBytes()).isEqualTo(4 + BODY.length());
    }

    @Test
    void whereMemoryIsShortAWorkerThatKeepsSomeWaitsForMemoryOrAcknowledges() {
        var worker = worker();
        publish(1);
        assertThat(worker.receive()).isEqualTo(1);
        fixture.memory.pin(fixture.memory.ceiling());
        var publisher = fixture.publisher();

        assertThat(publisher.publish(BODY)).isEqualTo(Outcome.HELD);
        assertThat(worker.receive()).isZero();
        int wakes = worker.wakes;
        fixture.memory.unpin(fixture.memory.ceiling());

        // Without a word of its own: it may acknowledge only many at once.
        assertThat(worker.wakes).isGreaterThan(wakes);
        assertThat(worker.receive()).isZero();
        assertThat(publisher.retry()).isEqualTo(Outcome.ACCEPTED);
        assertThat(worker.receive()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenAroundMessagesFillsWhatMayBeInFlight() {
        var topic = new ChannelFixture("/topic/tiny", 1 << 20, 1_000);
        var framing = new Framing(topic.channel);
        var texts = Messages.numbered(100, 149);
        assertThat(topic.publisher().publish(texts)).isEqualTo(Outcome.ACCEPTED);

        // Each is 3 bytes and 4 before them, with 193 around.
        assertThat(framing.take()).containsExactly("100", "101", "102", "103", "104");
        assertThat(framing.take()).isEmpty();
        var rest = new ArrayList<String>();
        while (framing.write()) {
            rest.addAll(framing.take());
        }

        assertThat(rest).containsExactly(Messages.numbered(105, 149));
        framing.subscription.end();
        topic.close();
    }

    /** A subscriber that writes much around each message. */
    private static final class Framing implements Recipient {

        private final Subscription subscription;
        private final ArrayDeque<ByteBuf> unwritten = new ArrayDeque<>();

        private Framing(MessageChannel channel) {
            var subscribed = channel.subscribe(this, Subscription.SETTLED_BY_WRITING);
            if (subscribed == null) {
                throw new AssertionError("The channel was forgotten");
            }
            subscription = subscribed;
        }

        List<String> take() {
            var texts = new ArrayList<String>();
            for (var run = subscription.poll(); run != null; run = subscription.poll()) {
                var view = run.retainedView();
                texts.addAll(Messages.texts(view));
                unwritten.addLast(view);
            }
            return texts;
        }

        boolean write() {
            if (unwritten.isEmpty()) {
                return false;
            }
            unwritten.removeFirst().release();
            return subscription.written() > 0;
        }

        @Override
        public int framingBytes() {
            return 193;
        }

        @Override
        public void wake() {}

        @Override
        public void overrun() {}
    }
}
