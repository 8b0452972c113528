package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.Settlement;
import io.nats.client.Message;
import java.time.Duration;
import java.util.function.Consumer;

/** A message of a queue that this broker has and JetStream waits to hear of. */
final class OwedMessage implements Settlement {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 6;

    private final Tries tries;
    private final int triesBefore;
    private final Consumer<OwedMessage> whenDone;
    private final long sequence;
    private volatile Message message;

    OwedMessage(Message message, Tries tries, Consumer<OwedMessage> whenDone) {
        this.message = message;
        this.tries = tries;
        this.triesBefore = tries.of(message.metaData());
        this.sequence = message.metaData().streamSequence();
        this.whenDone = whenDone;
    }

    /** Its place in the stream. */
    long sequence() {
        return sequence;
    }

    /** How often it came back from workers of this broker before it came this time. */
    int triesBefore() {
        return triesBefore;
    }

    /** JetStream sent it again, because it had not heard in time: it will hear of this one. */
    void sentAgain(Message again) {
        message = again;
    }

    /** Keeps JetStream from sending it to anybody else for another while. */
    void renew() {
        tell(message::inProgress);
    }

    @Override
    public void settled() {
        whenDone.accept(this);
        tries.forget(message.metaData());
        tell(message::ack);
    }

    @Override
    public void returned(int redeliveries) {
        whenDone.accept(this);
        if (redeliveries > triesBefore) {
            tries.note(message.metaData(), redeliveries);
            tell(message::nak);
        } else if (untried() == 1) {
            // The worker it was meant for has just left.
            tell(message::nak);
        } else {
            putOff();
        }
    }

    /** There is no room for it here now: others may have it first, and longer each time. */
    void notTaken() {
        whenDone.accept(this);
        putOff();
    }

    private void putOff() {
        var pause = pauseAfter(untried());
        tell(() -> message.nakWithDelay(pause));
    }

    /** Deliveries of it, this one included, of which no try by a worker is known. */
    private long untried() {
        return Math.max(1, message.metaData().deliveredCount() - triesBefore);
    }

    /** How long a message rests that was delivered so often, at least once, and not tried. */
    static Duration pauseAfter(long untried) {
        long doublings = Math.min(MOST_DOUBLINGS, untried - 1);
        return Duration.ofMillis(FIRST_PAUSE_MILLIS << doublings);
    }

    private static void tell(Runnable what) {
        try {
            what.run();
        } catch (IllegalStateException e) {
            // The connection is closed for good: the message comes back after the ack wait.
        }
    }
}
