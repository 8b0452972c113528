package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queue whose messages are kept elsewhere. */
class PassingOnTest {

    private static final int CREDIT = 3;

    private final PinnedMemory memory = new PinnedMemory(1 << 20);
    private final List<String> settled = new ArrayList<>();
    private final List<String> returned = new ArrayList<>();
    private int changes;
    private final MessageChannel channel =
            MessageChannel.passingOn(
                    ChannelName.of("/queue/work"),
                    new ChannelLimits(
                            Integer.MAX_VALUE, 1 << 16, 1 << 16, CREDIT, WhenFull.DROP_OLDEST),
                    memory,
                    new Traffic(),
                    _ -> {},
                    () -> changes++);

    private void arrive(String... texts) {
        for (var text : texts) {
            arrive(text, 0);
        }
    }

    private void arrive(String text, long expiresAt) {
        var settlement =
                new Settlement() {
                    @Override
                    public void settled() {
                        settled.add(text);
                    }

                    @Override
                    public void returned(int redeliveries) {
                        returned.add(text);
                    }
                };
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(16);
        bytes.writeInt(text.length());
        bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
        var run = Run.of(bytes, new Envelope("", expiresAt, 0, false, settlement), memory);
        assertThat(channel.publish(run, () -> {})).isEqualTo(MessageChannel.Outcome.ACCEPTED);
    }

    @AfterEach
    void nothingIsLeft() {
        channel.giveBack(Integer.MAX_VALUE);
        assertThat(memory.pinned()).isZero();
    }

    @Test
    void isSettledWhenWritten() {
        var worker = new FakeSubscriber(channel);
        arrive("1", "2");

        assertThat(worker.take()).containsExactly("1", "2");
        assertThat(settled).isEmpty();
        worker.write();
        assertThat(settled).containsExactly("1");
        worker.write();
        assertThat(settled).containsExactly("1", "2");

        var _ = worker.reset();
        assertThat(returned).isEmpty();
    }

    @Test
    void givesAWorkerNoMoreThanItsCreditAndTellsWhatAllHave() {
        var stalled = new FakeSubscriber(channel);
        assertThat(channel.credit()).isEqualTo(CREDIT);
        arrive("1", "2", "3", "4");
        assertThat(stalled.take()).containsExactly("1", "2", "3");

        var other = new FakeSubscriber(channel);

        assertThat(channel.credit()).isEqualTo(2 * CREDIT);
        assertThat(other.receive()).containsExactly("4");
        var _ = stalled.reset();
        assertThat(channel.credit()).isEqualTo(CREDIT);
        assertThat(other.receive()).containsExactly("1", "2", "3");
        assertThat(settled).containsExactly("4", "1", "2", "3");
        assertThat(returned).isEmpty();
        var _ = other.reset();
    }

    @Test
    void returnsWhatALostWorkerLeavesWhenNobodyElseIsThere() {
        var worker = new FakeSubscriber(channel);
        arrive("1", "2");
        assertThat(worker.take()).containsExactly("1", "2");
        worker.write();
        int before = changes;

        var _ = worker.reset();

        assertThat(changes).isGreaterThan(before);
        channel.giveBack(10);
        assertThat(settled).containsExactly("1");
        assertThat(returned).containsExactly("2");
    }

    @Test
    void whatExpiredIsSettled() {
        var worker = new FakeSubscriber(channel);
        arrive("late", 1);
        arrive("fine", 0);

        assertThat(worker.receive()).containsExactly("fine");

        assertThat(settled).containsExactly("late", "fine");
        var _ = worker.reset();
    }
}
