package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.Publisher;
import dev.automat.broker.door.Departure;
import dev.automat.broker.door.Ending;
import dev.automat.broker.door.Life;
import dev.automat.broker.door.LoopTask;
import dev.automat.broker.door.Publishing;
import dev.automat.broker.door.Reading;
import dev.automat.broker.engine.NotAcceptedException;
import dev.automat.broker.server.Connection;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.DeferredWrites;
import dev.automat.broker.server.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection at the STOMP door: when it is read, when its time is over, and whom that concerns;
 * {@link StompSession} knows what frames mean. Runs on the channel's event loop, but for {@link
 * Connection} and {@link Publisher}.
 */
final class StompConnection implements Connection, Publisher, StompSession.Wire {

    private static final Logger log = LoggerFactory.getLogger(StompConnection.class);

    /** How long what is left for a client may take. */
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

    /** How often a held publisher is looked after. */
    private static final Duration PEER_CHECK = Duration.ofSeconds(1);

    private final StompDoor door;
    private final Channel channel;
    private final long id;
    private final Instant since = Instant.now();
    private final DeferredWrites writes;
    private final Life life;
    private final Ending ending;
    private final Departure departure;
    private final HeartBeats heartBeats = new HeartBeats();
    private final Answers answers;
    private final Input input;
    private final Reading reading;
    private final Publishing publishing;
    private final StompSession session;
    private final LoopTask retrying;
    private final LoopTask looking;
    private boolean processing;
    private long peerCheckAt;
    private boolean finishing;
    private volatile ConnectionSnapshot snapshot;

    StompConnection(StompDoor door, Channel channel, long id, DeferredWrites writes) {
        this.door = door;
        this.channel = channel;
        this.id = id;
        this.writes = writes;
        this.life = new Life(channel, door.properties().connectTimeout());
        this.ending = new Ending(channel, id, door.refusals());
        this.departure = new Departure(channel, id, door.properties().departedTimeout(), ending);
        this.answers = new Answers(channel, heartBeats);
        var decoder = new StompDecoder(door.properties().maxBodyBytes());
        this.input = new Input(channel.alloc(), door.memory(), decoder);
        this.reading = new Reading(channel, door.memory(), this);
        this.retrying = new LoopTask(channel, this::retry);
        this.looking = new LoopTask(channel, this::look);
        this.publishing =
                new Publishing(door.engine(), door.memory(), door.traffic(), channel.alloc(), this);
        this.session =
                new StompSession(door, channel, writes, publishing, heartBeats, answers, this);
        this.snapshot = newSnapshot();
    }

    /** Takes what the peer sent; the buffer stays the caller's. */
    void read(ByteBuf bytes) {
        heartBeats.read();
        if (life.isOpen()) {
            input.add(bytes);
            writes.after(this::process);
        }
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        boolean handledAll = false;
        try {
            publishing.begin(input.readableBytes());
            try {
                handledAll = handleAll();
            } finally {
                // What came before a broken frame is as good as if it had come alone.
                publishing.publish();
            }
        } catch (StompException e) {
            error(Refusal.PROTOCOL_ERROR, e.getMessage());
        } catch (NotAcceptedException e) {
            error(Publishing.refusalOf(e), e.getMessage());
        } finally {
            processing = false;
        }
        if (handledAll) {
            leaveIfLast();
        }
        if (life.isOpen()) {
            input.trim();
        } else {
            input.release();
        }
        regulate();
        endWhenDrained();
    }

    /** Handles what can be handled now, and says whether that was all there is. */
    private boolean handleAll() throws StompException {
        while (life.isOpen() && !publishing.isHeld() && channel.isWritable()) {
            if (!session.handleNext(input)) {
                return true;
            }
            if (session.isConnected()) {
                life.greeted();
            }
        }
        return false;
    }

    /** Leaves when all is handled and nothing more will come. */
    private void leaveIfLast() {
        if (finishing && life.leave(LEAVE_TIMEOUT)) {
            // The drain has a limit of its own, and subscribers get what is left for them.
            life.unlimit();
        } else if (life.hasInputEnded()) {
            leave();
        }
    }

    private void error(Refusal refusal, @Nullable String message) {
        if (life.leave(LEAVE_TIMEOUT)) {
            var text = String.valueOf(message);
            ending.note(refusal, text);
            answers.error(text);
            linger();
        }
    }

    /** The peer closed its side, which says good-bye once what it sent before is handled. */
    void inputEnded() {
        life.inputEnded();
        writes.after(this::process);
    }

    @Override
    public void leave() {
        publishing.publish();
        var held = door.properties().departedTimeout();
        if (life.leave(publishing.isHeld() ? held : LEAVE_TIMEOUT)) {
            session.subscriptions().leave();
        }
    }

    private void endWhenDrained() {
        if (life.isLeaving() && !publishing.isHeld() && session.subscriptions().isDrained()) {
            linger();
        }
    }

    private void linger() {
        session.subscriptions().stop();
        life.linger();
        // What the peer still sends is read, and forgotten.
        reading.toEnd();
        regulate();
    }

    private void regulate() {
        long kept = life.isOpen() ? input.readableBytes() + session.keptBytes() : 0;
        boolean held = publishing.isHeld();
        if (held && !reading.isPaused()) {
            peerCheckAt = System.nanoTime() + PEER_CHECK.toNanos();
        }
        // Nor is a client read that does not read itself, lest there be more to write.
        if (reading.regulate(held || !channel.isWritable(), kept, life.isLeaving())) {
            heartBeats.read();
        }
        snapshot = newSnapshot();
    }

    void writabilityChanged() {
        if (channel.isWritable() && !life.isClosed()) {
            departure.over();
            writes.after(this::process);
        }
    }

    @Override
    public void written() {
        heartBeats.wrote();
        endWhenDrained();
    }

    @Override
    public void overrun() {
        refuse(Refusal.SLOW_SUBSCRIBER, "subscribed to " + snapshot.subscription());
    }

    @Override
    public void outOfMemory() {
        refuse(Refusal.OUT_OF_MEMORY, "no room for what it is to get");
    }

    @Override
    public void resume() {
        retrying.ask();
    }

    private void retry() {
        if (life.isClosed()) {
            return;
        }
        try {
            writes.after(publishing::retry);
        } catch (NotAcceptedException e) {
            error(Publishing.refusalOf(e), e.getMessage());
            return;
        }
        if (!publishing.isHeld()) {
            departure.over();
            session.accepted();
        }
        writes.after(this::process);
    }

    @Override
    public void tick(long nanoTime) {
        looking.ask();
    }

    private void look() {
        long now = System.nanoTime();
        if (life.isLate(now)) {
            late();
        } else if (life.isOpen()) {
            beat(now);
            checkPeer(now);
        } else {
            // At the end of the broker others may have taken what it waited for.
            endWhenDrained();
        }
        if (!life.isClosed()) {
            regulate();
            checkMemory(now);
        }
    }

    /** Those that wait for memory may wait for what they keep from each other. */
    private void checkMemory(long now) {
        var patience = door.properties().memoryTimeout();
        if (reading.hasAwaitedMemoryFor(patience, now)) {
            ending.refuse(Refusal.OUT_OF_MEMORY, "waited for memory for " + patience);
        }
    }

    private void late() {
        switch (life.state()) {
            case OPEN -> ending.refuse(Refusal.NO_GREETING, "no CONNECT in time");
            case LEAVING ->
                    ending.refuse(
                            publishing.isHeld() ? Refusal.DEPARTED : Refusal.RESIDUE_NOT_TAKEN,
                            "limit reached while leaving");
            case LINGERING -> close();
            case CLOSED -> {}
        }
    }

    private void beat(long now) {
        if (heartBeats.isDue(now)) {
            answers.signOfLife();
        }
        if (heartBeats.isMissed(now) && reading.isOn()) {
            var detail = "expected every %d ms".formatted(heartBeats.expectedMillis());
            ending.refuse(Refusal.HEART_BEAT_MISSED, detail);
        }
    }

    private void checkPeer(long now) {
        if (life.hasInputEnded()) {
            departure.seen();
        } else if (publishing.isHeld() && now - peerCheckAt >= 0) {
            peerCheckAt = now + PEER_CHECK.toNanos();
            departure.check();
        }
    }

    @Override
    public void refuse(Refusal refusal, String detail) {
        LoopTask.run(channel, () -> ending.refuse(refusal, detail));
    }

    /** The channel is closed: gives back what others can have, and lets go of the rest. */
    void gone() {
        life.closed();
        long waiting = publishing.release() + session.giveUp(input);
        door.connections().countLost(waiting + session.end());
        if (waiting > 0) {
            log.warn("Connection {} ended with {} messages that nobody had taken", id, waiting);
        }
    }

    void failed(Throwable cause) {
        ending.fail(cause);
    }

    @Override
    public void stopReading() {
        LoopTask.run(
                channel,
                () -> {
                    reading.stop();
                    regulate();
                });
    }

    @Override
    public void finish() {
        LoopTask.run(
                channel,
                () -> {
                    finishing = true;
                    writes.after(this::process);
                });
    }

    @Override
    public void close() {
        life.close();
    }

    private ConnectionSnapshot newSnapshot() {
        var subscriptions = session.subscriptions();
        return new ConnectionSnapshot(
                id,
                String.valueOf(channel.remoteAddress()),
                since,
                subscriptions.destinations(),
                input.pinnedBytes() + publishing.heldBytes() + session.pinnedBytes(),
                publishing.messages(),
                subscriptions.messages(),
                publishing.isHeld() || reading.awaitsMemory());
    }

    @Override
    public ConnectionSnapshot snapshot() {
        return snapshot;
    }
}
