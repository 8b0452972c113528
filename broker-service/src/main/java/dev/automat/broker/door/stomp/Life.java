package dev.automat.broker.door.stomp;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;

/**
 * A connection's life: it opens, leaves when either side says good-bye, lingers when the last byte
 * is written, and is closed. How long each part may take is bounded. On the channel's event loop.
 */
final class Life {

    /** How long what is left for a client may take. */
    static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

    /** How long a peer may take to end its side after the broker has ended its own. */
    static final Duration LINGER_TIMEOUT = Duration.ofSeconds(2);

    /** What a connection's life consists of. */
    enum State {
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

    /** When this part of it is too long, in {@link System#nanoTime()}; 0 for never. */
    private long due;

    /** A life that begins now, and soon ends if the client does not greet in time. */
    Life(Channel channel, Duration greetingTimeout) {
        this.channel = channel;
        endsIn(greetingTimeout);
    }

    private void endsIn(Duration time) {
        due = System.nanoTime() + time.toNanos();
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isLeaving() {
        return state == State.LEAVING;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether the current part of it takes too long. */
    boolean isLate(long now) {
        return due != 0 && now - due >= 0;
    }

    /** The client greeted: it may stay open as long as it likes. */
    void greeted() {
        if (state == State.OPEN) {
            due = 0;
        }
    }

    /**
     * Begins to leave.
     *
     * @return whether it was open until now
     */
    boolean leave() {
        if (state != State.OPEN) {
            return false;
        }
        state = State.LEAVING;
        endsIn(LEAVE_TIMEOUT);
        return true;
    }

    /** The peer sent its last byte, which need not be awaited any more. */
    void inputEnded() {
        inputEnded = true;
        if (state == State.LINGERING) {
            close();
        }
    }

    /** Whether the peer sent its last byte. */
    boolean hasInputEnded() {
        return inputEnded;
    }

    /** Closes the broker's side and reads the peer's to its end, lest it be reset. */
    void linger() {
        state = State.LINGERING;
        endsIn(LINGER_TIMEOUT);
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            close();
        }
    }

    /** Ends it at once. */
    void close() {
        var _ = channel.close();
    }

    /** The channel is closed. */
    void closed() {
        state = State.CLOSED;
        due = 0;
    }
}
