package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.Settlement;
import io.nats.client.Message;
import java.util.function.Consumer;

/** A message of a queue that this broker has and JetStream waits to hear of. */
final class OwedMessage implements Settlement {

    private final Consumer<OwedMessage> whenDone;
    private final long sequence;
    private volatile Message message;

    OwedMessage(Message message, Consumer<OwedMessage> whenDone) {
        this.message = message;
        this.sequence = message.metaData().streamSequence();
        this.whenDone = whenDone;
    }

    /** Its place in the stream. */
    long sequence() {
        return sequence;
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
        tell(message::ack);
    }

    @Override
    public void returned() {
        whenDone.accept(this);
        tell(message::nak);
    }

    private static void tell(Runnable what) {
        try {
            what.run();
        } catch (IllegalStateException e) {
            // The connection is closed for good: the message comes back after the ack wait.
        }
    }
}
