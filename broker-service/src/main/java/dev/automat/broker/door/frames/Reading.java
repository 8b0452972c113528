package dev.automat.broker.door.frames;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.door.Publishing;
import io.netty.channel.Channel;

/**
 * Whether a connection is read. Not while its messages are held, lest there be more, nor while it
 * is in the midst of a large frame and memory is short. On the channel's event loop, but for what
 * the status asks.
 */
final class Reading {

    /** With memory short, a frame that keeps more than this waits for some. */
    private static final int LARGE_PARTIAL_BYTES = 16 * 1_024;

    private final Channel channel;
    private final FrameDecoder decoder;
    private final PinnedMemory memory;
    private final Publisher publisher;
    private boolean stopped;
    private boolean toEnd;
    private volatile boolean paused;
    private volatile long pinnedBytes;

    /** Of a connection that is told as a publisher when there is memory again. */
    Reading(Channel channel, FrameDecoder decoder, PinnedMemory memory, Publisher publisher) {
        this.channel = channel;
        this.decoder = decoder;
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

    /** Reads on, or not, as things are now. */
    void regulate(Publishing publishing, boolean leaving) {
        boolean awaitsMemory = decoder.pinnedBytes() > LARGE_PARTIAL_BYTES && memory.isExhausted();
        if (awaitsMemory) {
            memory.hold(publisher);
        }
        boolean held = publishing.isHeld();
        pinnedBytes = decoder.pinnedBytes() + (held ? publishing.heldBytes() : 0);
        paused = held || awaitsMemory;
        boolean reads = toEnd || (!paused && !stopped && !leaving);
        if (channel.config().isAutoRead() != reads) {
            channel.config().setAutoRead(reads);
        }
    }

    /** Whether its messages or its frame must wait. Any thread may ask. */
    boolean isPaused() {
        return paused;
    }

    /** What it had sent that is kept, when it was last regulated. Any thread may ask. */
    long pinnedBytes() {
        return pinnedBytes;
    }
}
