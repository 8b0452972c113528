package dev.automat.broker.door.stomp;

import io.netty.channel.Channel;
import java.time.Duration;

/**
 * Whether a connection is read. Not while its messages are held, lest there be more, nor while its
 * client does not read, lest there be more to write. On the channel's event loop.
 */
final class Reading {

    /** How often a held publisher is looked after. */
    private static final Duration PEER_CHECK = Duration.ofSeconds(1);

    private final Channel channel;
    private final HeartBeats heartBeats;
    private boolean stopped;
    private boolean toEnd;
    private boolean paused;
    private long peerCheckAt;

    Reading(Channel channel, HeartBeats heartBeats) {
        this.channel = channel;
        this.heartBeats = heartBeats;
    }

    /** Reads nothing further, from when it is next regulated. */
    void stop() {
        stopped = true;
    }

    /** Reads to the end, whatever there is, from when it is next regulated. */
    void toEnd() {
        toEnd = true;
    }

    /** Reads on, or not, as things are now. */
    void regulate(boolean held, boolean leaving) {
        if (held && !paused) {
            peerCheckIn(System.nanoTime());
        }
        paused = held || !channel.isWritable();
        boolean reads = toEnd || (!paused && !stopped && !leaving);
        if (channel.config().isAutoRead() != reads) {
            heartBeats.read();
            channel.config().setAutoRead(reads);
        }
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
