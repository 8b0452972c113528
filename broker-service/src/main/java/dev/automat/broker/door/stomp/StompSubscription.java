package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.server.DeferredWrites;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a session. Writes what its channel has, as MESSAGE frames, and keeps what the
 * client has still to acknowledge. On the session's event loop, but for {@link Recipient}.
 */
final class StompSubscription implements Recipient {

    private static final int MAX_RUNS_PER_FLUSH = 64;

    /** What a subscription tells its session. */
    interface Owner {

        /** Whether nothing further is written. */
        boolean isStopped();

        /** A number for the next message; also its acknowledgement. */
        long nextMessageId();

        /** A message came back too often. */
        void deadLetter(StompSubscription subscription, Run run, Runnable whenDone);

        /** Something was written. */
        void written();

        /** The subscription was too slow for its channel's policy. */
        void overrun();

        /** There is no room for what the subscription is to get. */
        void outOfMemory();
    }

    private final String destination;
    private final AckMode ackMode;
    private final int redeliveries;
    private final Channel channel;
    private final DeferredWrites writes;
    private final Owner owner;
    private final MessageFrames frames;
    private final Runnable write = this::write;
    private final Map<Long, Run> unsettled = new LinkedHashMap<>();
    private final AtomicLong messages = new AtomicLong();
    private volatile @Nullable Subscription source;

    StompSubscription(
            String destination,
            AckMode ackMode,
            int redeliveries,
            Channel channel,
            DeferredWrites writes,
            MessageFrames frames,
            Owner owner) {
        this.destination = destination;
        this.ackMode = ackMode;
        this.redeliveries = redeliveries;
        this.channel = channel;
        this.writes = writes;
        this.frames = frames;
        this.owner = owner;
    }

    void subscribed(Subscription subscription) {
        source = subscription;
    }

    String destination() {
        return destination;
    }

    @Override
    public int framingBytes() {
        return frames.framingBytes();
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
        owner.overrun();
    }

    private void write() {
        var from = source;
        if (from == null || owner.isStopped()) {
            return;
        }
        try {
            writeAll(from);
        } catch (OutOfMemoryError e) {
            // It is this client that there is no room for, and not the one that is read just now.
            owner.outOfMemory();
        }
        channel.flush();
    }

    private void writeAll(Subscription from) {
        int runs = 0;
        for (Run run = next(from, runs); run != null; run = next(from, runs)) {
            runs++;
            write(from, run);
        }
        if (runs == MAX_RUNS_PER_FLUSH) {
            writes.add(write);
        }
    }

    private static @Nullable Run next(Subscription source, int runs) {
        return runs < MAX_RUNS_PER_FLUSH ? source.poll() : null;
    }

    private void write(Subscription from, Run run) {
        var envelope = run.envelope();
        if (ackMode != AckMode.AUTO && envelope != null && envelope.redeliveries() > redeliveries) {
            owner.deadLetter(this, run, () -> from.settle(run));
            return;
        }
        var framed = frames.of(run, () -> numberOf(run));
        ChannelFutureListener whenWritten = written -> written(written, from, run, framed);
        var _ = channel.write(framed.bytes()).addListener(whenWritten);
    }

    private long numberOf(Run run) {
        long number = owner.nextMessageId();
        if (ackMode != AckMode.AUTO) {
            unsettled.put(number, run);
        }
        return number;
    }

    private void written(
            ChannelFuture written, Subscription from, Run run, MessageFrames.Frames framed) {
        frames.written(framed);
        if (!written.isSuccess()) {
            var _ = channel.close();
        } else if (ackMode == AckMode.AUTO) {
            messages.lazySet(messages.get() + from.written());
            owner.written();
        } else {
            messages.lazySet(messages.get() + 1);
            from.written(run);
        }
    }

    /**
     * The client is done with a message, or with all up to it.
     *
     * @return whether it was one of this subscription's
     */
    boolean acknowledge(long number) {
        var runs = take(number);
        var from = source;
        if (from != null) {
            runs.forEach(from::settle);
        }
        return !runs.isEmpty();
    }

    /**
     * The client refuses a message, or all up to it.
     *
     * @return whether it was one of this subscription's
     */
    boolean refuse(long number) {
        var runs = take(number);
        var from = source;
        if (from != null) {
            // The oldest goes back last, so that it is first again.
            runs.reversed().forEach(from::reject);
        }
        return !runs.isEmpty();
    }

    private List<Run> take(long number) {
        if (!unsettled.containsKey(number)) {
            return List.of();
        }
        var runs = new ArrayList<Run>();
        for (var entries = unsettled.entrySet().iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            boolean covered = ackMode == AckMode.CLIENT && entry.getKey() < number;
            if (covered || entry.getKey() == number) {
                runs.add(entry.getValue());
                entries.remove();
            }
            if (entry.getKey() == number) {
                break;
            }
        }
        return runs;
    }

    /** Asks for no further messages; what is on its way is written, but not awaited. */
    void unsubscribe() {
        var from = source;
        if (from != null) {
            from.unsubscribe();
        }
    }

    /** Whether there is nothing left to write. */
    boolean isDrained() {
        var from = source;
        return from == null || from.isDrained() || ackMode != AckMode.AUTO;
    }

    /**
     * Ends it; what the client has not acknowledged goes back to a queue.
     *
     * @return messages that are lost by it
     */
    long end() {
        unsettled.clear();
        var from = source;
        return from == null ? 0 : from.end();
    }

    long messages() {
        return messages.get();
    }

    long pinnedBytes() {
        var from = source;
        return from == null ? 0 : from.pinnedBytes() + frames.pinnedBytes();
    }
}
