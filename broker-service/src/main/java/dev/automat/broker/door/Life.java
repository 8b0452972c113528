package dev.automat.broker.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/**
 * A connection's life: it opens, leaves when either side says good-bye, lingers when the last byte
 * is with the kernel, and is closed. How long each part may take is bounded. On the channel's event
 * loop.
 */
public final class Life {

    /** How long a peer may take to end its side after the broker has ended its own. */
    private static final Duration LINGER_TIMEOUT = Duration.ofSeconds(2);

    /** What a connection's life consists of. */
    public enum State {
        /** Publishing and receiving. */
        OPEN,
        /** Nothing further is taken; what is left is published and written. */
        LEAVING,
        /** The broker's side is closed; the peer's is read to its end, lest it be reset. */
        LINGERING,
        /** Over. */
        CLOSED
    }

    private final Channel channel;
    private State state = State.OPEN;
    private boolean inputEnded;
    private boolean outputEnds;

    /** When this part of it is too long, in {@link System#nanoTime()}; 0 for never. */
    private volatile long due;

    /** A life that begins now, and soon ends if the client does not greet in time. */
    public Life(Channel channel, Duration greetingTimeout) {
        this.channel = channel;
        limit(greetingTimeout);
    }

    /** What it does now may take so long from now on. */
    public void limit(Duration time) {
        due = System.nanoTime() + time.toNanos();
    }

    /** What it does now may take as long as it likes. */
    public void unlimit() {
        due = 0;
    }

    /** What it does now. */
    public State state() {
        return state;
    }

    /** Whether it is published and received. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether only what is left is published and written. */
    public boolean isLeaving() {
        return state == State.LEAVING;
    }

    /** Whether it is over. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether what it does now takes too long. Any thread may ask. */
    public boolean isLate(long now) {
        long at = due;
        return at != 0 && now - at >= 0;
    }

    /** Whether what it does now is limited. */
    public boolean isLimited() {
        return due != 0;
    }

    /** The client greeted: it may stay open as long as it likes. */
    public void greeted() {
        if (state == State.OPEN) {
            due = 0;
        }
    }

    /**
     * Begins to leave.
     *
     * @param timeout how long what is left may take
     * @return whether it was open until now
     */
    public boolean leave(Duration timeout) {
        if (state != State.OPEN) {
            return false;
        }
        state = State.LEAVING;
        limit(timeout);
        return true;
    }

    /** The peer sent its last byte, which need not be awaited any more. */
    public void inputEnded() {
        inputEnded = true;
        if (state == State.LINGERING) {
            close();
        }
    }

    /** Whether the peer sent its last byte. */
    public boolean hasInputEnded() {
        return inputEnded;
    }

    /**
     * Closes the broker's side when all that was written so far has left it, and reads the peer's
     * to its end, lest it be reset. Until then it leaves, and no longer than that may take.
     */
    public void linger() {
        if (!outputEnds) {
            outputEnds = true;
            // Netty drops what is unwritten when the output is shut down. Writes end in order.
            var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this::endOutput);
        }
    }

    private void endOutput(Future<? super Void> written) {
        if (!written.isSuccess() || inputEnded || !(channel instanceof DuplexChannel duplex)) {
            close();
            return;
        }
        state = State.LINGERING;
        limit(LINGER_TIMEOUT);
        var _ = duplex.shutdownOutput();
    }

    /** Ends it at once. */
    public void close() {
        var _ = channel.close();
    }

    /** The channel is closed. */
    public void closed() {
        state = State.CLOSED;
        due = 0;
    }
}
