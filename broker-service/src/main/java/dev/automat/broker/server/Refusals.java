package dev.automat.broker.server;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says and counts why connections were closed. */
public final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private static final int REMEMBERED = 100;

    private final ArrayDeque<Closing> recent = new ArrayDeque<>();
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    /**
     * A connection that the broker closed.
     *
     * @param id what it was called in logs
     * @param peer address of the other end
     * @param reason a stable name
     * @param detail the limit and the value, for people
     */
    public record Closing(Instant time, long id, String peer, String reason, String detail) {}

    Refusals() {
        for (var refusal : Refusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    /**
     * Notes one.
     *
     * @param peer address of the other end
     * @param detail the limit and the value, for people
     */
    public void add(Refusal refusal, long connection, String peer, String detail) {
        counter(refusal).increment();
        log.warn("Closed connection {} of {}: {} ({})", connection, peer, refusal.tag(), detail);
        synchronized (recent) {
            if (recent.size() == REMEMBERED) {
                recent.removeLast();
            }
            recent.addFirst(new Closing(Instant.now(), connection, peer, refusal.tag(), detail));
        }
    }

    /** The last ones, newest first. */
    public List<Closing> recent() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    /** How often that happened. */
    public long count(Refusal refusal) {
        return counter(refusal).sum();
    }

    @SuppressWarnings("NullAway") // The constructor filled in every value.
    private LongAdder counter(Refusal refusal) {
        return counts.get(refusal);
    }
}
