package dev.automat.broker.engine.nats;

import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far topics' messages got: NATS confirms none of them, but returns a mark that the
 * broker sends to itself behind them. The window is given back as the marks come; one that comes
 * stands for those before it, and the last is sent again when none comes for a while, so that a
 * lost one holds publishers for no longer than that.
 */
final class TopicMarks {

    /** Ticks without a mark after which the last one is taken for lost. */
    static final int PATIENCE_TICKS = 8;

    private final SendWindow window;
    private final long interval;
    private final Gathering gathering;

    /** Bytes by the number of the mark that was sent behind them. */
    private final NavigableMap<Long, Long> sent = new TreeMap<>();

    private long unmarked;
    private long lastMark;
    private int ticksWithoutMark;
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
        long lost = unmarked + bytesOf(sent);
        sent.clear();
        unmarked = 0;
        window.giveBack(lost);
    }

    private static long bytesOf(NavigableMap<Long, Long> marks) {
        return marks.values().stream().mapToLong(Long::longValue).sum();
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
        if (unmarked > 0 && inbox != null) {
            sent.put(++lastMark, unmarked);
            unmarked = 0;
            send(session, lastMark);
        }
    }

    /** Some time has passed: marks what was sent last, and makes up for a mark that was lost. */
    synchronized void tick(Session session) {
        mark(session);
        ticksWithoutMark = sent.isEmpty() ? 0 : ticksWithoutMark + 1;
        if (ticksWithoutMark >= PATIENCE_TICKS) {
            ticksWithoutMark = 0;
            send(session, sent.lastKey());
        }
    }

    private void send(Session session, long mark) {
        var to = inbox;
        if (to == null) {
            return;
        }
        var text = Long.toString(mark).getBytes(StandardCharsets.US_ASCII);
        try {
            session.connection().publish(to, text);
        } catch (IllegalStateException e) {
            // The connection was closed meanwhile, or keeps no more until it is back.
        }
    }

    private void returned(Message mark) {
        // It may have been what kept messages before it from being passed on.
        gathering.passOn();
        returned(Long.parseLong(new String(mark.getData(), StandardCharsets.US_ASCII)));
    }

    private synchronized void returned(long mark) {
        ticksWithoutMark = 0;
        var arrived = sent.headMap(mark, true);
        long bytes = bytesOf(arrived);
        arrived.clear();
        window.giveBack(bytes);
    }
}
