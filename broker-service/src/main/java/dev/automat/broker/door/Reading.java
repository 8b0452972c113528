package dev.automat.broker.door;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import io.netty.channel.Channel;
import java.time.Duration;

/**
 * Whether a connection is read. Not while its messages are held, lest there be more, nor while it
 * keeps much that is not complete and memory is short. On the channel's event loop, but for {@link
 * #isPaused}.
 */
public final class Reading {

    /** With memory short, who has sent more than this that must be kept waits for some. */
    private static final int MUCH_KEPT_BYTES = 16 * 1_024;

    private final Channel channel;
    private final PinnedMemory memory;
    private final Publisher publisher;
    private boolean stopped;
    private boolean toEnd;
    private boolean awaitsMemory;
    private long awaitsMemorySince;
    private volatile boolean paused;

    /** Of a connection that is told as a publisher when there is memory again. */
    public Reading(Channel channel, PinnedMemory memory, Publisher publisher) {
        this.channel = channel;
        this.memory = memory;
        this.publisher = publisher;
    }

    /** Reads nothing further, from when it is next regulated. */
    public void stop() {
        stopped = true;
    }

    /** Reads to the end, whatever there is, from when it is next regulated. */
    public void toEnd() {
        toEnd = true;
    }

    /**
     * Reads on, or not, as things are now.
     *
     * @param held whether what it has sent must wait for others
     * @param keptBytes what it has sent that is not complete
     * @return whether that is another thing than before
     */
    public boolean regulate(boolean held, long keptBytes, boolean leaving) {
        awaitMemory(keptBytes > MUCH_KEPT_BYTES && memory.isExhausted());
        paused = held || awaitsMemory;
        boolean reads = toEnd || (!paused && !stopped && !leaving);
        boolean changes = channel.config().isAutoRead() != reads;
        if (changes) {
            channel.config().setAutoRead(reads);
        }
        return changes;
    }

    private void awaitMemory(boolean awaits) {
        if (awaits && !awaitsMemory) {
            awaitsMemorySince = System.nanoTime();
        }
        awaitsMemory = awaits;
        if (awaits) {
            memory.hold(publisher);
        }
    }

    /** Whether what it has sent must wait. Any thread may ask. */
    public boolean isPaused() {
        return paused;
    }

    /** Whether the peer would be heard. */
    public boolean isOn() {
        return !paused && !stopped;
    }

    /** Whether what it keeps must wait for memory. */
    public boolean awaitsMemory() {
        return awaitsMemory;
    }

    /** Whether it waits for memory, and has for so long. */
    public boolean hasAwaitedMemoryFor(Duration time, long now) {
        return awaitsMemory && now - awaitsMemorySince >= time.toNanos();
    }
}
