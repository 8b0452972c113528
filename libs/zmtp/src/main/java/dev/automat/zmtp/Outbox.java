package dev.automat.zmtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages that wait for one peer, up to the high-water mark. Any thread puts them in; the
 * channel's event loop writes them while the channel takes them, and flushes once for all.
 */
final class Outbox {

    private final Channel channel;
    private final ZmtpLimits limits;
    private final Meters meters;
    private final Queue<ByteBuf> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;
    private boolean finishing;

    Outbox(Channel channel, ZmtpLimits limits, Meters meters) {
        this.channel = channel;
        this.limits = limits;
        this.meters = meters;
    }

    /**
     * Adds a message unless the outbox is full or closed.
     *
     * @param message retained for the outbox when it is added; the caller's share stays its own
     */
    boolean offer(ByteBuf message) {
        if (closed || !reserve(message.readableBytes())) {
            return false;
        }
        queue.add(message.retainedDuplicate());
        schedule();
        return true;
    }

    private boolean reserve(int size) {
        boolean fits = messages.incrementAndGet() <= limits.maxQueuedMessages();
        // A message larger than the mark goes through an empty outbox; it would never go else.
        long before = bytes.getAndAdd(size);
        if (fits && (before == 0 || before + size <= limits.maxQueuedBytes())) {
            return true;
        }
        free(size);
        return false;
    }

    private void free(int size) {
        messages.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Writes what waits, soon. */
    void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException _) {
                // The event loop has ended, and every channel with it.
                discard(takeAll());
            }
        }
    }

    private void drain() {
        scheduled.set(false);
        if (closed) {
            discard(takeAll());
            return;
        }
        long written = 0;
        while (channel.isWritable()) {
            var message = queue.poll();
            if (message == null) {
                break;
            }
            free(message.readableBytes());
            var _ = channel.write(message, channel.voidPromise());
            written++;
        }
        if (written > 0) {
            channel.flush();
            meters.messagesSent.add(written);
        }
        if (finishing && queue.isEmpty()) {
            closeWhenWritten();
        }
    }

    /** Closes the channel once all that waits is written. Called on the event loop. */
    void finish() {
        finishing = true;
        drain();
    }

    private void closeWhenWritten() {
        finishing = false;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Takes no more, and hands over what was not written. Called on the event loop. */
    List<ByteBuf> close() {
        closed = true;
        return takeAll();
    }

    private List<ByteBuf> takeAll() {
        var left = new ArrayList<ByteBuf>();
        for (var message = queue.poll(); message != null; message = queue.poll()) {
            free(message.readableBytes());
            left.add(message);
        }
        return left;
    }

    private void discard(List<ByteBuf> left) {
        left.forEach(ByteBuf::release);
        meters.dropped.add(left.size());
    }
}
