package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.engine.LostDeadLetters;
import dev.automat.broker.engine.MessageTooLargeException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all routes share: the link, the window, ids, and counts. */
final class Outbox {

    private final NatsLink link;
    private final SendWindow window;
    private final LostDeadLetters lostDeadLetters;
    private final LongAdder published = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong lastId = new AtomicLong();

    /** No other broker's ids begin so, nor did this one's before it was started again. */
    private final String idPrefix =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + "-";

    Outbox(NatsLink link, SendWindow window, LostDeadLetters lostDeadLetters) {
        this.link = link;
        this.window = window;
        this.lostDeadLetters = lostDeadLetters;
    }

    NatsLink link() {
        return link;
    }

    SendWindow window() {
        return window;
    }

    LostDeadLetters lostDeadLetters() {
        return lostDeadLetters;
    }

    /** The connection to publish to; null while there is none, and the publisher is held. */
    @Nullable Session session(Publisher publisher) {
        var session = link.usable();
        if (session == null) {
            window.hold(publisher);
            // It may have become usable, and those held been resumed, between the two.
            session = link.usable();
        }
        return session;
    }

    /** Refuses a run with a message that NATS would not take; the run is released then. */
    void checkSize(Session session, Run run) {
        long limit = session.connection().getMaxPayload();
        long largest = Wire.largestPayload(run);
        if (limit > 0 && largest > limit) {
            run.release();
            throw new MessageTooLargeException(largest, limit);
        }
    }

    /** An id by which JetStream knows a message that is sent twice. */
    String nextId() {
        return idPrefix + lastId.incrementAndGet();
    }

    void countPublished(long messages) {
        published.add(messages);
    }

    void countRefused() {
        refused.increment();
    }

    long published() {
        return published.sum();
    }

    long refused() {
        return refused.sum();
    }
}
