package dev.automat.broker.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says and counts why connections were closed. */
public final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    Refusals() {
        for (var refusal : Refusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    /**
     * Notes one.
     *
     * @param detail the limit and the value, for people
     */
    public void add(Refusal refusal, long connection, String detail) {
        counter(refusal).increment();
        log.warn("Closed connection {}: {} ({})", connection, refusal.tag(), detail);
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
