package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Run;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one topic that NATS delivered in a row, put together so that they are passed on as
 * one run. Nothing is waited for: they are passed on when the client has no other at hand.
 */
final class Gathering {

    private static final int MOST_BYTES = 64 * 1_024;
    private static final int PREFIX_BYTES = 4;

    private final PinnedMemory memory;
    private @Nullable SharedTopic topic;
    private @Nullable ByteBuf bytes;
    private int messages;

    Gathering(PinnedMemory memory) {
        this.memory = memory;
    }

    /** Adds a message that is nothing but its data. */
    synchronized void add(SharedTopic to, Message message) {
        var data = message.getData();
        int size = PREFIX_BYTES + data.length;
        long more = moreAtHand(message.getSubscription());
        var pile = bytes;
        if (pile == null || topic != to || pile.readableBytes() + size > MOST_BYTES) {
            passOn();
            long room = Math.max(size, Math.min(MOST_BYTES, size * (more + 1)));
            pile = PooledByteBufAllocator.DEFAULT.directBuffer(Math.toIntExact(room));
            topic = to;
            bytes = pile;
        }
        pile.writeInt(data.length).writeBytes(data);
        messages++;
        if (more == 0) {
            passOn();
        }
    }

    /** Of whatever topic. One that the client drops without a word leaves the pile to a tick. */
    private static long moreAtHand(Subscription subscription) {
        var dispatcher = subscription.getDispatcher();
        return dispatcher == null ? 0 : dispatcher.getPendingMessageCount();
    }

    /** Passes on what there is, before anything else is. */
    synchronized void passOn() {
        var to = topic;
        var pile = bytes;
        if (to != null && pile != null) {
            int count = messages;
            topic = null;
            bytes = null;
            messages = 0;
            to.passOn(Run.of(pile, count, memory));
        }
    }
}
