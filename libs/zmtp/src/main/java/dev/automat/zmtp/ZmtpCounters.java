package dev.automat.zmtp;

import dev.automat.zmtp.wire.Violation;
import java.util.Map;

/**
 * What a socket has done since its start; a snapshot.
 *
 * @param peers connections whose handshake is done, now
 * @param handshakes connections whose handshake is not done, now
 * @param connections connections made in either direction, ever
 * @param messagesReceived messages given to the listener
 * @param bytesReceived bytes read from all connections, greetings and headers included
 * @param unwanted messages received that no subscription asked for, or by a socket that only sends
 * @param listenerFailures calls of a listener that threw
 * @param messagesSent messages handed to peers' connections; one to three subscribers counts three
 * @param dropped messages not sent because a peer's queue was full, or because it left with
 *     messages in its queue
 * @param bufferedBytes memory that unfinished messages hold now
 * @param violations connections closed by us, by reason; every reason is present
 */
public record ZmtpCounters(
        int peers,
        int handshakes,
        long connections,
        long messagesReceived,
        long bytesReceived,
        long unwanted,
        long listenerFailures,
        long messagesSent,
        long dropped,
        long bufferedBytes,
        Map<Violation, Long> violations) {

    public ZmtpCounters {
        violations = Map.copyOf(violations);
    }

    /** The number of connections that we closed for the given reason. */
    public long violations(Violation violation) {
        return violations.getOrDefault(violation, 0L);
    }

    /** The number of connections that we closed for any of the reasons. */
    public long allViolations() {
        return violations.values().stream().mapToLong(Long::longValue).sum();
    }
}
