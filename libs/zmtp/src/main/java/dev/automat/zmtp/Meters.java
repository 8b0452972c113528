package dev.automat.zmtp;

import dev.automat.zmtp.wire.BufferBudget;
import dev.automat.zmtp.wire.Violation;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The live figures behind {@link ZmtpCounters}. */
final class Meters {

    final AtomicInteger peers = new AtomicInteger();
    final AtomicInteger handshakes = new AtomicInteger();
    final LongAdder connections = new LongAdder();
    final LongAdder messagesReceived = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder unwanted = new LongAdder();
    final LongAdder listenerFailures = new LongAdder();
    final LongAdder messagesSent = new LongAdder();
    final LongAdder dropped = new LongAdder();
    private final Map<Violation, Long> violations = new ConcurrentHashMap<>();

    void count(Violation violation) {
        violations.merge(violation, 1L, Long::sum);
    }

    ZmtpCounters snapshot(BufferBudget budget) {
        var closed = new EnumMap<Violation, Long>(Violation.class);
        for (var violation : Violation.values()) {
            closed.put(violation, violations.getOrDefault(violation, 0L));
        }
        return new ZmtpCounters(
                peers.get(),
                handshakes.get(),
                connections.sum(),
                messagesReceived.sum(),
                bytesReceived.sum(),
                unwanted.sum(),
                listenerFailures.sum(),
                messagesSent.sum(),
                dropped.sum(),
                budget.used(),
                closed);
    }
}
