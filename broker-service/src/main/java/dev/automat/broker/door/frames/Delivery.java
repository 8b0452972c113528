package dev.automat.broker.door.frames;

import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.server.DeferredWrites;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a connection receives: all that its subscription has, then one flush. How much may be
 * on its way is the subscription's bound, so that Netty's outbound buffer is bounded too.
 */
final class Delivery implements Recipient {

    private static final int MAX_RUNS_PER_FLUSH = 64;
    private static final int PREFIX_BYTES = 4;

    private final Channel channel;
    private final DeferredWrites writes;
    private final Runnable whenWritten;
    private final Runnable whenOverrun;
    private final ChannelFutureListener settle = this::settle;
    private final Runnable write = this::write;
    private final AtomicLong messages = new AtomicLong();
    private volatile @Nullable Subscription subscription;

    /** Delivers to a channel of the event loop that the writes belong to. */
    Delivery(Channel channel, DeferredWrites writes, Runnable whenWritten, Runnable whenOverrun) {
        this.channel = channel;
        this.writes = writes;
        this.whenWritten = whenWritten;
        this.whenOverrun = whenOverrun;
    }

    void subscribed(Subscription newSubscription) {
        subscription = newSubscription;
    }

    @Override
    public void wake() {
        var loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            writes.add(write);
            return;
        }
        try {
            loop.execute(write);
        } catch (RejectedExecutionException e) {
            // The loop ended with the process; its connections end with it.
        }
    }

    @Override
    public void overrun() {
        whenOverrun.run();
    }

    private void write() {
        var source = subscription;
        if (source == null) {
            return;
        }
        int runs = 0;
        for (Run run = next(source, runs); run != null; run = next(source, runs)) {
            runs++;
            if (isEmptyMessage(run)) {
                // Published through another door; here it would be taken for the end.
                source.settle(run);
            } else {
                var _ = channel.write(run.retainedView()).addListener(settle);
            }
        }
        if (runs == MAX_RUNS_PER_FLUSH) {
            writes.add(write);
        }
        channel.flush();
    }

    private static boolean isEmptyMessage(Run run) {
        return run.envelope() != null && run.sizeInBytes() == PREFIX_BYTES;
    }

    private static @Nullable Run next(Subscription source, int runs) {
        return runs < MAX_RUNS_PER_FLUSH ? source.poll() : null;
    }

    private void settle(ChannelFuture written) {
        var source = subscription;
        if (source == null) {
            return;
        }
        if (written.isSuccess()) {
            messages.lazySet(messages.get() + source.written());
            whenWritten.run();
        } else {
            var _ = channel.close();
        }
    }

    /** Asks for no further messages; what is on its way is written. */
    void unsubscribe() {
        var source = subscription;
        if (source != null) {
            source.unsubscribe();
        }
    }

    /** Whether there is nothing left to write. */
    boolean isDrained() {
        var source = subscription;
        return source == null || source.isDrained();
    }

    /**
     * Ends the delivery of a connection that is gone.
     *
     * @return messages that are lost by it
     */
    long end() {
        var source = subscription;
        return source == null ? 0 : source.end();
    }

    /** Messages written so far. */
    long messages() {
        return messages.get();
    }

    /** Bytes given and not yet written. */
    long pinnedBytes() {
        var source = subscription;
        return source == null ? 0 : source.pinnedBytes();
    }

    /** Name of the channel it receives from; null when none. */
    @Nullable String subscriptionName() {
        var source = subscription;
        return source == null ? null : source.channelName().toString();
    }
}
