package dev.automat.patron.cache;

import java.time.Duration;
import java.util.Set;

/**
 * Whether this instance may answer from its cache; asked on every read, with that moment's time, so
 * that a process which was stopped does not serve the past when it goes on.
 *
 * <p>Three things must hold: a connection listens; a heartbeat came back on it that was sent less
 * than the bound ago; and the last look at the triggers found all of them, nothing changed since
 * that heartbeat was sent.
 */
final class Freshness {

    private static final long NONE = 0;

    /** All of it in one reference, so that a read sees one moment. */
    private record State(long connection, boolean isArmed, boolean isProven, long provenAt) {}

    private final long bound;
    private final boolean needsProof;
    private final boolean needsTriggers;
    private volatile State state = new State(NONE, false, false, 0);
    private long latest = NONE;
    private boolean isSuspicious;
    private long suspectedAt;

    Freshness(Duration bound, Set<ProtocolLine> off) {
        this.bound = bound.toNanos();
        this.needsProof = !off.contains(ProtocolLine.HEARTBEAT);
        this.needsTriggers = !off.contains(ProtocolLine.ARMED);
    }

    boolean isServing(long now) {
        var is = state;
        return is.connection != NONE
                && (is.isArmed || !needsTriggers)
                && (!needsProof || (is.isProven && now - is.provenAt <= bound));
    }

    /** Whether everything committed before a moment is known to have been heard. */
    boolean isProvenSince(long moment) {
        var is = state;
        return is.isProven && is.provenAt - moment > 0;
    }

    /** How long ago the last heartbeat heard was sent; negative when none was. */
    long provenAge(long now) {
        var is = state;
        return is.isProven ? now - is.provenAt : -1;
    }

    /** Whether this is the connection that listens, and not one whose last words come late. */
    boolean isCurrent(long connection) {
        return connection == state.connection;
    }

    /** Whether a connection listens at all. */
    boolean isListening() {
        return state.connection != NONE;
    }

    /** Returns whether the connection is news; one older than another seen before is not. */
    synchronized boolean isNewer(long connection) {
        return connection > latest;
    }

    synchronized void opened(long connection) {
        latest = connection;
        state = new State(connection, state.isArmed, false, 0);
    }

    synchronized void lost() {
        state = new State(NONE, state.isArmed, false, 0);
    }

    /** Nothing proves anything until a heartbeat comes back that is sent from now on. */
    synchronized void suspect(long now) {
        isSuspicious = true;
        suspectedAt = now;
        state = new State(state.connection, state.isArmed, false, 0);
    }

    synchronized void armed(boolean isArmed) {
        state = new State(state.connection, isArmed, state.isProven, state.provenAt);
    }

    /** Returns whether a heartbeat sent at that moment ends a suspicion. */
    synchronized boolean endsSuspicion(long sentAt) {
        return isSuspicious && sentAt - suspectedAt >= 0;
    }

    /** A heartbeat came back that was sent at that moment. */
    synchronized void proven(long sentAt) {
        if (isSuspicious && sentAt - suspectedAt < 0) {
            return;
        }
        isSuspicious = false;
        if (!state.isProven || sentAt - state.provenAt > 0) {
            state = new State(state.connection, state.isArmed, true, sentAt);
        }
    }
}
