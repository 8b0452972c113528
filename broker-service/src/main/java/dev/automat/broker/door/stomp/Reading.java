package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import io.netty.channel.Channel;
import java.time.Duration;

/**
 * Whether a connection is read. Not while its messages are held, lest there be more, nor while its
 * client does not read, lest there be more to write, nor while it keeps much of a frame or of
 * transactions and memory is short. On the channel's event loop.
 */
final class Reading {

    /** How often a held publisher is looked after. */
    private static final Duration PEER_CHECK = Duration.ofSeconds(1);

    /** With memory short, who has sent more than this that must be kept waits for some. */
    private static final int MUCH_KEPT_BYTES = 16 * 1_024;

    private final Channel channel;
    private final HeartBeats heartBeats;
    private final PinnedMemory memory;
    private final Publisher publisher;
    private boolean stopped;
    private boolean toEnd;
    private boolean paused;
    private boolean awaitsMemory;
    private long awaitsMemorySince;
    private long peerCheckAt;

    /** Of a connection that is told as a publisher when there is memory again. */
    Reading(Channel channel, HeartBeats heartBeats, PinnedMemory memory, Publisher publisher) {
        this.channel = channel;
        this.heartBeats = heartBeats;
        this.memory = memory;
        this.publisher = publisher;
    }

    /** Reads nothing further, from when it is next regulated. */
    void stop() {
        stopped = true;
    }

    /** Reads to the end, whatever there is, from when it is next regulated. */
    void toEnd() {
        toEnd = true;
    }

    /**
     * Reads on, or not, as things are now.
     *
     * @param keptBytes what it has sent of a frame, or in transactions, that is not complete
     */
    void regulate(boolean held, long keptBytes, boolean leaving) {
        long now = System.nanoTime();
        if (held && !paused) {
            peerCheckIn(now);
        }
        awaitMemory(keptBytes > MUCH_KEPT_BYTES && memory.isExhausted(), now);
        paused = held || awaitsMemory || !channel.isWritable();
        boolean reads = toEnd || (!paused && !stopped && !leaving);
        if (channel.config().isAutoRead() != reads) {
            heartBeats.read();
            channel.config().setAutoRead(reads);
        }
    }

    private void awaitMemory(boolean awaits, long now) {
        if (awaits && !awaitsMemory) {
            awaitsMemorySince = now;
        }
        awaitsMemory = awaits;
        if (awaits) {
            memory.hold(publisher);
        }
    }

    /** Whether what it keeps must wait for memory. */
    boolean awaitsMemory() {
        return awaitsMemory;
    }

    /** Whether it waits for memory, and has for so long. */
    boolean hasAwaitedMemoryFor(Duration time, long now) {
        return awaitsMemory && now - awaitsMemorySince >= time.toNanos();
    }

    private void peerCheckIn(long now) {
        peerCheckAt = now + PEER_CHECK.toNanos();
    }

    /** Whether the peer would be heard. */
    boolean isOn() {
        return !paused && !stopped;
    }

    /** Whether it is time to look after a peer whose messages are held. */
    boolean isPeerCheckDue(long now) {
        boolean due = now - peerCheckAt >= 0;
        if (due) {
            peerCheckIn(now);
        }
        return due;
    }
}
