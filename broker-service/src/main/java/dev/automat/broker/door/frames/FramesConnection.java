package dev.automat.broker.door.frames;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Subscription;
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
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection at the frames door, from its first frame to its end. Everything but what {@link
 * Connection} and {@link Publisher} ask for runs on the channel's event loop.
 */
final class FramesConnection implements Connection, Publisher, FrameDecoder.Sink {

    private static final Logger log = LoggerFactory.getLogger(FramesConnection.class);

    /** How often a held publisher is looked after. */
    private static final Duration PEER_CHECK = Duration.ofSeconds(1);

    private final FramesDoor door;
    private final FramesProperties properties;
    private final Channel channel;
    private final long id;
    private final Instant since = Instant.now();
    private final DeferredWrites writes;
    private final FrameDecoder decoder;
    private final Publishing publishing;
    private final Delivery delivery;
    private final Life life;
    private final Reading reading;
    private final Ending ending;
    private final Departure departure;
    private final LoopTask retrying;
    private boolean greeted;
    private long partialSeen;

    private volatile long pinnedByInput;
    private volatile long in;
    private volatile boolean finishing;

    FramesConnection(FramesDoor door, Channel channel, long id, DeferredWrites writes) {
        this.door = door;
        this.properties = door.properties();
        this.channel = channel;
        this.id = id;
        this.writes = writes;
        this.decoder =
                new FrameDecoder(
                        properties.maxName(),
                        properties.maxFrameBytes(),
                        channel.alloc(),
                        door.memory(),
                        this);
        this.publishing =
                new Publishing(door.engine(), door.memory(), door.traffic(), channel.alloc(), this);
        this.delivery = new Delivery(channel, writes, this::endWhenDrained, this::overrun);
        this.life = new Life(channel, properties.firstFrameTimeout());
        this.reading = new Reading(channel, door.memory(), this);
        this.ending = new Ending(channel, id, door.refusals());
        this.departure = new Departure(channel, id, properties.departedTimeout(), ending);
        this.retrying = new LoopTask(channel, this::retry);
    }

    ChannelHandler handler() {
        return new FramesHandler(this);
    }

    /** Takes what the peer sent; the buffer stays the caller's. */
    void read(ByteBuf bytes) {
        if (life.isOpen()) {
            writes.after(() -> decode(bytes));
        }
    }

    private void decode(ByteBuf bytes) {
        try {
            publishing.begin(bytes.readableBytes());
            decoder.decode(bytes);
        } catch (RefusedException e) {
            ending.refuse(e.refusal(), String.valueOf(e.getMessage()));
        } catch (NotAcceptedException e) {
            notAccepted(e);
        }
        publish();
        in = publishing.messages();
        if (isOpen() && decoder.isWithinFrame()) {
            limitPartial();
        } else if (isOpen()) {
            life.unlimit();
        }
        regulate();
    }

    /** Greeted, and not on its way out. */
    private boolean isOpen() {
        return greeted && life.isOpen();
    }

    private void publish() {
        try {
            publishing.publish();
        } catch (NotAcceptedException e) {
            notAccepted(e);
        }
    }

    private void notAccepted(NotAcceptedException e) {
        ending.refuse(Publishing.refusalOf(e), String.valueOf(e.getMessage()));
    }

    private void overrun() {
        refuse(Refusal.SLOW_SUBSCRIBER, "subscribed to " + delivery.subscriptionName());
    }

    private void limitPartial() {
        if (decoder.partials() != partialSeen) {
            partialSeen = decoder.partials();
            life.limit(properties.frameTimeout());
        }
    }

    @Override
    public void subscribe(ByteBuf source, int index, int length) {
        greeted = true;
        life.greeted();
        var name = ChannelName.of(source, index, length);
        if (!name.isNowhere()) {
            delivery.subscribed(
                    door.engine().subscribe(name, delivery, Subscription.SETTLED_BY_WRITING));
        }
    }

    @Override
    public void channel(ByteBuf source, int index, int length) {
        publishing.channel(source, index, length);
    }

    @Override
    public void message(ByteBuf source, int index, int size) {
        publishing.message(source, index, size);
    }

    @Override
    public void message(ByteBuf owned) {
        publishing.message(owned);
    }

    @Override
    public void goodBye() {
        publish();
        leave();
    }

    /** The peer closed its side, which says good-bye as well. */
    void inputEnded() {
        life.inputEnded();
        leave();
    }

    private void leave() {
        if (life.leave(
                publishing.isHeld() ? properties.departedTimeout() : properties.leaveTimeout())) {
            delivery.unsubscribe();
            endWhenDrained();
        }
    }

    private void endWhenDrained() {
        if (!life.isLeaving() || publishing.isHeld() || !delivery.isDrained()) {
            return;
        }
        // At the end of the broker it is subscribed still; nothing may follow what was written.
        delivery.unsubscribe();
        decoder.release();
        life.linger();
        reading.toEnd();
        regulate();
    }

    private void regulate() {
        boolean wasPaused = reading.isPaused();
        boolean held = publishing.isHeld();
        long kept = decoder.pinnedBytes();
        pinnedByInput = kept + (held ? publishing.heldBytes() : 0);
        var _ = reading.regulate(held, kept, life.isLeaving());
        // Also when a read came while paused: the end of the stream may be behind what it brought.
        if (held && isOpen() && (!wasPaused || !life.isLimited())) {
            life.limit(PEER_CHECK);
        }
    }

    @Override
    public void resume() {
        retrying.ask();
    }

    private void retry() {
        if (life.isClosed()) {
            return;
        }
        boolean wasHeld = publishing.isHeld();
        writes.after(this::publishAgain);
        if (wasHeld && !publishing.isHeld() && isOpen()) {
            departure.over();
            life.unlimit();
            if (decoder.isWithinFrame()) {
                life.limit(properties.frameTimeout());
            }
        }
        regulate();
        endWhenDrained();
    }

    private void publishAgain() {
        try {
            publishing.retry();
        } catch (NotAcceptedException e) {
            notAccepted(e);
        }
    }

    @Override
    public void tick(long nanoTime) {
        if (finishing || life.isLate(nanoTime)) {
            LoopTask.run(channel, this::lookAfter);
        }
    }

    private void lookAfter() {
        if (!life.isLate(System.nanoTime())) {
            // Others may have taken what it waited for.
            endWhenDrained();
            return;
        }
        switch (life.state()) {
            case OPEN -> lookAfterOpen();
            case LEAVING ->
                    ending.refuse(
                            publishing.isHeld() ? Refusal.DEPARTED : Refusal.RESIDUE_NOT_TAKEN,
                            "limit reached while leaving");
            case LINGERING -> close();
            case CLOSED -> life.unlimit();
        }
    }

    private void lookAfterOpen() {
        if (!greeted) {
            ending.refuse(Refusal.NO_GREETING, "limit " + properties.firstFrameTimeout());
            return;
        }
        if (!publishing.isHeld()) {
            ending.refuse(Refusal.FRAME_TIMEOUT, "limit " + properties.frameTimeout());
            return;
        }
        life.limit(PEER_CHECK);
        departure.check();
    }

    @Override
    public void refuse(Refusal refusal, String detail) {
        LoopTask.run(channel, () -> ending.refuse(refusal, detail));
    }

    /** The channel is closed: gives back what others can have, and lets go of the rest. */
    void gone() {
        life.closed();
        decoder.release();
        long held = publishing.release();
        long unwritten = delivery.end();
        door.connections().countLost(held + unwritten);
        if (held > 0) {
            log.warn("Connection {} ended with {} messages that nobody had taken", id, held);
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
        LoopTask.run(channel, this::finished);
    }

    /** The drain has a limit of its own. */
    private void finished() {
        if (life.leave(properties.leaveTimeout())) {
            finishing = true;
            life.unlimit();
            reading.stop();
            regulate();
            endWhenDrained();
        }
    }

    @Override
    public void close() {
        life.close();
    }

    @Override
    public ConnectionSnapshot snapshot() {
        return new ConnectionSnapshot(
                id,
                String.valueOf(channel.remoteAddress()),
                since,
                delivery.subscriptionName(),
                pinnedByInput + delivery.pinnedBytes(),
                in,
                delivery.messages(),
                reading.isPaused());
    }
}
