package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.MessageChannel;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.channel.WhenFull;
import dev.automat.broker.server.LoopWrites;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscription of a STOMP session takes up, and whom that concerns. */
class StompSubscriptionTest {

    private static final int IN_FLIGHT_BYTES = 20_000;
    private static final String LONG_ID = "i".repeat(1_000);

    private final PinnedMemory memory = new PinnedMemory(1 << 20);
    private final MessageChannel topic =
            MessageChannel.of(
                    ChannelName.of("/topic/tiny"),
                    new ChannelLimits(0, 1 << 20, IN_FLIGHT_BYTES, WhenFull.DROP_OLDEST),
                    memory,
                    new Traffic(),
                    _ -> {});
    private final List<Client> clients = new ArrayList<>();

    /** A client whose socket takes nothing while it is stalled. */
    private final class Client extends ChannelOutboundHandlerAdapter
            implements StompSubscription.Owner {

        private final EmbeddedChannel channel = new EmbeddedChannel(this);
        private final StompSubscription subscription;
        private final Subscription source;
        private boolean stalled;
        private int outOfMemory;
        private long lastId;

        private Client(String id, ByteBufAllocator allocator) {
            channel.config().setAllocator(allocator);
            var head = new MessageHead(id, "/topic/tiny", false, StompVersion.V1_2);
            subscription =
                    new StompSubscription(
                            "/topic/tiny",
                            AckMode.AUTO,
                            5,
                            channel,
                            LoopWrites.of(channel.eventLoop()),
                            new MessageFrames(head, allocator, memory),
                            this);
            var subscribed = topic.subscribe(subscription, Subscription.SETTLED_BY_WRITING);
            if (subscribed == null) {
                throw new AssertionError("The channel was forgotten");
            }
            source = subscribed;
            subscription.subscribed(source);
            clients.add(this);
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (!stalled) {
                context.flush();
            }
        }

        long pendingBytes() {
            channel.runPendingTasks();
            var buffer = channel.unsafe().outboundBuffer();
            return buffer == null ? 0 : buffer.totalPendingWriteBytes();
        }

        String received() {
            channel.runPendingTasks();
            var text = new StringBuilder();
            for (ByteBuf next = channel.readOutbound();
                    next != null;
                    next = channel.readOutbound()) {
                text.append(next.toString(StandardCharsets.US_ASCII));
                next.release();
            }
            return text.toString();
        }

        void end() {
            subscription.end();
            channel.finishAndReleaseAll();
        }

        @Override
        public long nextMessageId() {
            return ++lastId;
        }

        @Override
        public void deadLetter(StompSubscription from, Run run, Runnable whenDone) {
            throw new AssertionError("Nothing is refused");
        }

        @Override
        public void written() {}

        @Override
        public void overrun() {}

        @Override
        public void outOfMemory() {
            outOfMemory++;
        }
    }

    /** Memory that is used up. */
    private static final class Exhausted extends AbstractByteBufAllocator {

        private Exhausted() {
            super(true);
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("none left");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("none left");
        }

        @Override
        public CompositeByteBuf compositeBuffer() {
            throw new OutOfMemoryError("none left");
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private void publish(int messages, String body) {
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(messages * (4 + body.length()));
        for (int i = 0; i < messages; i++) {
            bytes.writeInt(body.length()).writeCharSequence(body, StandardCharsets.US_ASCII);
        }
        assertThat(topic.publish(Run.of(bytes, messages, memory), () -> {}))
                .isEqualTo(MessageChannel.Outcome.ACCEPTED);
    }

    @AfterEach
    void leavesNothing() {
        clients.forEach(Client::end);
        assertThat(memory.pinned()).isZero();
    }

    @Test
    void framesOnlyAsMuchOfARunAsMayBeOnItsWay() {
        var client = new Client(LONG_ID, ByteBufAllocator.DEFAULT);
        client.stalled = true;

        publish(200, "x");

        assertThat(client.pendingBytes()).isBetween(IN_FLIGHT_BYTES / 2L, 2L * IN_FLIGHT_BYTES);
        client.stalled = false;
        client.channel.flush();
        assertThat(client.received().split("\0", -1)).hasSize(201);
        assertThat(client.subscription.messages()).isEqualTo(200);
    }

    @Test
    void framesArePinnedUntilTheyAreWritten() {
        var client = new Client(LONG_ID, ByteBufAllocator.DEFAULT);
        client.stalled = true;

        publish(10, "x");

        long framed = 10L * LONG_ID.length();
        assertThat(client.pendingBytes()).isGreaterThan(framed);
        assertThat(memory.pinned()).isGreaterThan(framed);
        assertThat(client.subscription.pinnedBytes()).isGreaterThan(framed);
        client.stalled = false;
        client.channel.flush();
        assertThat(client.received()).contains("message-id:10\n");
        assertThat(client.subscription.pinnedBytes()).isZero();
    }

    @Test
    void whereMemoryIsShortLittleIsFramed() {
        var client = new Client(LONG_ID, ByteBufAllocator.DEFAULT);
        client.stalled = true;
        memory.pin(memory.ceiling());

        publish(10, "x");

        assertThat(client.pendingBytes()).isBetween(1L, 5_000L);
        client.stalled = false;
        client.channel.flush();
        assertThat(client.received()).contains("message-id:10\n");
        memory.unpin(memory.ceiling());
    }

    @Test
    void aLargeMessageIsNotCopied() {
        var client = new Client("1", ByteBufAllocator.DEFAULT);
        client.stalled = true;
        var body = "L".repeat(100_000);

        publish(1, body);

        assertThat(client.pendingBytes()).isGreaterThan(100_000);
        assertThat(memory.pinned()).isLessThan(110_000);
        client.stalled = false;
        client.channel.flush();
        assertThat(client.received())
                .isEqualTo(
                        "MESSAGE\nsubscription:1\ndestination:/topic/tiny\nmessage-id:1\n"
                                + "content-length:100000\n\n"
                                + body
                                + "\0");
    }

    @Test
    void whereThereIsNoMemoryOnlyWhoItWasForIsTold() {
        var client = new Client("1", new Exhausted());
        var other = new Client("2", ByteBufAllocator.DEFAULT);

        publish(1, "x");
        client.channel.runPendingTasks();

        assertThat(client.outOfMemory).isEqualTo(1);
        assertThat(other.received()).endsWith("x\0");
        assertThat(other.outOfMemory).isZero();
    }

    @Test
    void writesThatFailPinNothing() {
        var client = new Client(LONG_ID, ByteBufAllocator.DEFAULT);
        client.stalled = true;
        publish(10, "x");
        assertThat(client.pendingBytes()).isPositive();

        var _ = client.channel.close();

        assertThat(client.source.end()).isEqualTo(10);
        assertThat(memory.pinned()).isLessThan(1_000);
    }
}
