package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.Publisher;
import dev.automat.broker.door.PeerState;
import dev.automat.broker.door.Publishing;
import dev.automat.broker.engine.NotAcceptedException;
import dev.automat.broker.server.Connection;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.DeferredWrites;
import dev.automat.broker.server.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection at the STOMP door: bytes, time and the end; {@link StompSession} is the rest. Runs
 * on the channel's event loop, but for {@link Connection} and {@link Publisher}.
 */
final class StompConnection implements Connection, Publisher, StompSession.Wire {

    private static final Logger log = LoggerFactory.getLogger(StompConnection.class);

    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Duration PEER_CHECK = Duration.ofSeconds(1);
    private static final String SIGN_OF_LIFE = "\n";

    private enum State {
        OPEN,
        LEAVING,
        LINGERING,
        CLOSED
    }

    private final StompDoor door;
    private final Channel channel;
    private final long id;
    private final Instant since = Instant.now();
    private final DeferredWrites writes;
    private final StompDecoder decoder;
    private final Publishing publishing;
    private final StompSession session;
    private final AtomicBoolean resuming = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean();
    private State state = State.OPEN;
    private @Nullable ByteBuf input;
    private int pinned;
    private boolean processing;
    private boolean inputEnded;
    private boolean stopped;
    private boolean paused;
    private long due;
    private long peerCheckAt;
    private long beatMillis;
    private long expectedMillis;
    private long lastWrite;
    private long lastRead = System.nanoTime();
    private volatile ConnectionSnapshot snapshot;

    StompConnection(StompDoor door, Channel channel, long id, DeferredWrites writes) {
        this.door = door;
        this.channel = channel;
        this.id = id;
        this.writes = writes;
        this.decoder = new StompDecoder(door.properties().maxBodyBytes());
        this.publishing =
                new Publishing(door.engine(), door.memory(), door.traffic(), channel.alloc(), this);
        this.session = new StompSession(door, channel, writes, publishing, this);
        this.due = System.nanoTime() + door.properties().connectTimeout().toNanos();
        this.snapshot = newSnapshot();
    }

    /** Takes what the peer sent; the buffer stays the caller's. */
    void read(ByteBuf bytes) {
        lastRead = System.nanoTime();
        if (state != State.OPEN) {
            return;
        }
        keep(bytes);
        writes.after(this::process);
    }

    private void keep(ByteBuf bytes) {
        var kept = input;
        if (kept == null) {
            kept = channel.alloc().directBuffer(bytes.readableBytes());
            input = kept;
        }
        kept.writeBytes(bytes);
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            publishing.begin(input == null ? 0 : input.readableBytes());
            handleAll();
            publishing.publish();
        } catch (StompException e) {
            error(Refusal.PROTOCOL_ERROR, e.getMessage());
        } catch (NotAcceptedException e) {
            error(Publishing.refusalOf(e), e.getMessage());
        } finally {
            processing = false;
        }
        release(state != State.OPEN);
        regulate();
        endWhenDrained();
    }

    private void handleAll() throws StompException {
        while (state == State.OPEN && !publishing.isHeld() && channel.isWritable()) {
            if (session.handleCommitted()) {
                continue;
            }
            var frame = input == null ? null : decoder.next(input);
            if (frame == null) {
                return;
            }
            session.handle(frame);
            if (session.isConnected()) {
                due = 0;
            }
        }
    }

    private void release(boolean wholly) {
        var kept = input;
        if (kept != null && (wholly || !kept.isReadable())) {
            kept.release();
            input = null;
        } else if (kept != null && kept.readerIndex() > 0) {
            kept.discardReadBytes();
        }
        int now = input == null ? 0 : input.capacity();
        door.memory().pin(Math.max(0, now - pinned));
        door.memory().unpin(Math.max(0, pinned - now));
        pinned = now;
    }

    @Override
    public void send(String frame) {
        lastWrite = System.nanoTime();
        var bytes = channel.alloc().buffer(frame.length());
        bytes.writeCharSequence(frame, StandardCharsets.UTF_8);
        var _ = channel.writeAndFlush(bytes);
    }

    private void error(Refusal refusal, @Nullable String message) {
        if (state != State.OPEN) {
            return;
        }
        var text = String.valueOf(message);
        door.refusals().add(refusal, id, peer(), text);
        session.leave();
        send(StompText.frame("ERROR", Map.of("message", text)));
        linger();
    }

    @Override
    public void heartBeats(long everyMillis, long expectedEveryMillis) {
        beatMillis = everyMillis;
        expectedMillis = expectedEveryMillis;
    }

    @Override
    public void disconnect() {
        leave();
    }

    /** The peer closed its side, which says good-bye as well. */
    void inputEnded() {
        inputEnded = true;
        if (state == State.LINGERING) {
            close();
        } else {
            leave();
            endWhenDrained();
        }
    }

    private void leave() {
        if (state == State.OPEN) {
            state = State.LEAVING;
            due = System.nanoTime() + LEAVE_TIMEOUT.toNanos();
            session.leave();
        }
    }

    private void endWhenDrained() {
        if (state != State.LEAVING || publishing.isHeld() || !session.isDrained()) {
            return;
        }
        if (inputEnded) {
            close();
        } else {
            linger();
        }
    }

    /** Closes the broker's side and reads the peer's to its end, lest it be reset. */
    private void linger() {
        state = State.LINGERING;
        due = System.nanoTime() + LINGER.toNanos();
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            close();
        }
        stopped = false;
        regulate();
    }

    private void regulate() {
        boolean held = publishing.isHeld();
        if (held && !paused) {
            peerCheckAt = System.nanoTime() + PEER_CHECK.toNanos();
        }
        paused = held || !channel.isWritable();
        boolean reads = !paused && !stopped && state != State.LEAVING;
        if (channel.config().isAutoRead() != reads) {
            lastRead = System.nanoTime();
            channel.config().setAutoRead(reads);
        }
        snapshot = newSnapshot();
    }

    void writabilityChanged() {
        if (channel.isWritable() && state != State.CLOSED) {
            writes.after(this::process);
        }
    }

    @Override
    public void written() {
        lastWrite = System.nanoTime();
        endWhenDrained();
    }

    @Override
    public void overrun() {
        refuse(Refusal.SLOW_SUBSCRIBER, "subscribed to " + snapshot.subscription());
    }

    @Override
    public void resume() {
        if (resuming.compareAndSet(false, true)) {
            onLoop(this::retry);
        }
    }

    private void retry() {
        resuming.set(false);
        if (state == State.CLOSED) {
            return;
        }
        try {
            writes.after(publishing::retry);
        } catch (NotAcceptedException e) {
            error(Publishing.refusalOf(e), e.getMessage());
            return;
        }
        if (!publishing.isHeld()) {
            session.accepted();
        }
        writes.after(this::process);
    }

    @Override
    public void tick(long nanoTime) {
        if (looking.compareAndSet(false, true)) {
            onLoop(this::look);
        }
    }

    private void look() {
        looking.set(false);
        long now = System.nanoTime();
        if (due != 0 && now - due >= 0) {
            late();
        } else if (state == State.OPEN) {
            beat(now);
            checkPeer(now);
        }
        if (state != State.CLOSED) {
            snapshot = newSnapshot();
        }
    }

    private void late() {
        switch (state) {
            case OPEN -> refused(Refusal.NO_GREETING, "no CONNECT in time");
            case LEAVING ->
                    refused(
                            publishing.isHeld() ? Refusal.DEPARTED : Refusal.RESIDUE_NOT_TAKEN,
                            "limit " + LEAVE_TIMEOUT);
            case LINGERING -> close();
            case CLOSED -> due = 0;
        }
    }

    private void beat(long now) {
        if (beatMillis > 0 && millis(now - lastWrite) >= beatMillis / 2) {
            send(SIGN_OF_LIFE);
        }
        boolean silent = millis(now - lastRead) > 2 * expectedMillis;
        if (expectedMillis > 0 && silent && !paused && !stopped) {
            refused(Refusal.HEART_BEAT_MISSED, "expected every %d ms".formatted(expectedMillis));
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** A publisher that is not read cannot be seen to end. */
    private void checkPeer(long now) {
        if (publishing.isHeld() && now - peerCheckAt >= 0) {
            peerCheckAt = now + PEER_CHECK.toNanos();
            switch (PeerState.of(channel)) {
                case PRESENT -> {}
                case GONE -> close();
                case DEPARTED -> {
                    inputEnded = true;
                    leave();
                }
            }
        }
    }

    @Override
    public void refuse(Refusal refusal, String detail) {
        onLoop(() -> refused(refusal, detail));
    }

    private void refused(Refusal refusal, String detail) {
        if (channel.isOpen()) {
            door.refusals().add(refusal, id, peer(), detail);
            close();
        }
    }

    private String peer() {
        return String.valueOf(channel.remoteAddress());
    }

    /** The channel is closed: gives back what others can have, and lets go of the rest. */
    void gone() {
        state = State.CLOSED;
        release(true);
        door.connections().countLost(publishing.release() + session.end());
    }

    void failed(Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Connection {} failed", id, cause);
        } else {
            log.error("Connection {} is closed after an unexpected failure", id, cause);
        }
        close();
    }

    @Override
    public void stopReading() {
        onLoop(() -> {
            stopped = true;
            regulate();
        });
    }

    @Override
    public void finish() {
        onLoop(() -> {
            leave();
            regulate();
            endWhenDrained();
        });
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The loop ended with the process; its connections end with it.
        }
    }

    private ConnectionSnapshot newSnapshot() {
        return new ConnectionSnapshot(
                id,
                peer(),
                since,
                session.destinations(),
                pinned + publishing.heldBytes() + session.pinnedBytes(),
                publishing.messages(),
                session.messages(),
                publishing.isHeld());
    }

    @Override
    public ConnectionSnapshot snapshot() {
        return snapshot;
    }
}
