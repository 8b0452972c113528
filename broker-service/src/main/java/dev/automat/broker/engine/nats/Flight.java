package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to JetStream. The publisher is resumed when all are confirmed, and, after a
 * pause, when some must be sent again: under the same id, so that none is kept twice.
 */
final class Flight {

    private static final Logger log = LoggerFactory.getLogger(Flight.class);
    private static final String MESSAGE_ID = "Nats-Msg-Id";
    private static final int FIRST_PAUSE_MILLIS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 1_000;

    /** A message and whether JetStream has it. */
    private static final class Sent {

        private final byte[] data;
        private final Headers headers;
        private volatile boolean confirmed;

        private Sent(byte[] data, Headers headers) {
            this.data = data;
            this.headers = headers;
        }
    }

    private final Outbox outbox;
    private final String subject;
    private final Publisher publisher;
    private final long bytes;
    private final AtomicInteger awaited = new AtomicInteger();
    private volatile List<Sent> missing;
    private int pauseMillis = FIRST_PAUSE_MILLIS;
    private volatile boolean underWay;
    private volatile boolean pausing;
    private boolean abandoned;
    private boolean givenBack;

    /** The messages of a run, which stays the caller's. */
    Flight(Outbox outbox, String subject, Run run, Publisher publisher) {
        this.outbox = outbox;
        this.subject = subject;
        this.publisher = publisher;
        this.bytes = run.sizeInBytes();
        this.missing = new ArrayList<>(run.messages());
        var shared = Wire.headers(run.envelope());
        for (var data : run.copies()) {
            var headers = shared == null ? new Headers() : new Headers(shared);
            missing.add(new Sent(data, headers.put(MESSAGE_ID, outbox.nextId())));
        }
    }

    /** Whether there is nothing to do but to wait. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Whether some must be sent again, but not yet. */
    boolean isPausing() {
        return pausing;
    }

    /** Whether JetStream has confirmed all messages. */
    boolean isConfirmed() {
        return !underWay && missing.isEmpty();
    }

    /** Sends what is not confirmed, in order. */
    void send(Session session) {
        underWay = true;
        var batch = missing;
        // One more than there are, so that the last answer cannot overtake this loop.
        awaited.set(batch.size() + 1);
        for (var message : batch) {
            send(session, message);
        }
        answered();
    }

    private void send(Session session, Sent message) {
        try {
            var _ =
                    session.jetStream()
                            .publishAsync(subject, message.headers, message.data)
                            .whenComplete((ack, failure) -> answered(message, ack, failure));
        } catch (RuntimeException e) {
            // The connection is closed, say. Whatever it is, the flight must not be stuck.
            answered(message, null, e);
        }
    }

    private void answered(Sent message, @Nullable PublishAck ack, @Nullable Throwable failure) {
        if (ack != null) {
            message.confirmed = true;
        } else {
            outbox.countRefused();
            log.debug("JetStream did not take a message", failure);
        }
        answered();
    }

    private void answered() {
        if (awaited.decrementAndGet() > 0) {
            return;
        }
        missing = missing.stream().filter(message -> !message.confirmed).toList();
        if (missing.isEmpty()) {
            landed();
        } else {
            pausing = true;
            outbox.link().after(pauseMillis, this::landed);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        }
    }

    private void landed() {
        synchronized (this) {
            pausing = false;
            underWay = false;
            if (missing.isEmpty() || abandoned) {
                giveBack();
            }
        }
        publisher.resume();
    }

    /** The publisher is gone: what is not confirmed is not sent again. */
    synchronized void abandon() {
        abandoned = true;
        if (!underWay) {
            giveBack();
        }
    }

    private void giveBack() {
        if (!givenBack) {
            givenBack = true;
            outbox.window().giveBack(bytes);
        }
    }
}
