package dev.automat.broker.engine.nats;

import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far topics' messages got: NATS confirms none of them, but returns a mark that the
 * broker sends to itself behind them. The window is given back as the marks come.
 */
final class TopicMarks {

    private final SendWindow window;
    private final long interval;
    private final Gathering gathering;
    private final Map<String, Long> sent = new HashMap<>();
    private long unmarked;
    private long lastMark;
    private @Nullable String inbox;

    /** Marks behind so many bytes at the latest. */
    TopicMarks(SendWindow window, long interval, Gathering gathering) {
        this.window = window;
        this.interval = interval;
        this.gathering = gathering;
    }

    /** Begins anew with a connection; marks on their way are lost, and so is what they followed. */
    synchronized void restart(Session session) {
        if (inbox == null) {
            var mine = session.connection().createInbox();
            inbox = mine;
            var _ = session.topics().subscribe(mine, this::returned);
        }
        long lost = unmarked;
        for (long bytes : sent.values()) {
            lost += bytes;
        }
        sent.clear();
        unmarked = 0;
        window.giveBack(lost);
    }

    /** The connection is gone; the next one needs an inbox of its own. */
    synchronized void closed() {
        inbox = null;
    }

    /** Notes bytes that were sent, and marks them when they are many. */
    synchronized void sent(Session session, long bytes) {
        unmarked += bytes;
        if (unmarked >= interval) {
            mark(session);
        }
    }

    /** Marks what was sent last. */
    synchronized void mark(Session session) {
        var to = inbox;
        if (unmarked > 0 && to != null) {
            var id = Long.toString(++lastMark);
            sent.put(id, unmarked);
            unmarked = 0;
            session.connection().publish(to, id.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void returned(Message mark) {
        // It may have been what kept messages before it from being passed on.
        gathering.passOn();
        returned(new String(mark.getData(), StandardCharsets.US_ASCII));
    }

    private synchronized void returned(String id) {
        var bytes = sent.remove(id);
        if (bytes != null) {
            window.giveBack(bytes);
        }
    }
}
