package dev.automat.zmtp;

import java.time.Duration;

/** When a peer was last heard of, and whether its current message comes along. */
final class Pulse {

    private final long askAfter;
    private final long silentAfter;
    private final long stuckAfter;
    private long heard;
    private long promised = Long.MAX_VALUE;
    private long units = -1;
    private long stuckSince;

    /**
     * @param heartbeat how long a peer may be silent before it is asked, and before it is given up
     * @param messageTimeout how long a message may take
     */
    Pulse(SocketOptions.Range heartbeat, Duration messageTimeout, long now) {
        askAfter = heartbeat.shorter().toNanos();
        silentAfter = heartbeat.longer().toNanos();
        stuckAfter = messageTimeout.toNanos();
        heard = now;
        stuckSince = now;
    }

    /** How often to look. */
    Duration interval() {
        return Duration.ofNanos(Math.max(1_000_000, Math.min(askAfter, stuckAfter / 2)));
    }

    void heard(long now) {
        heard = now;
    }

    /** The peer promised to be heard of at least this often from now on; zero takes it back. */
    void promised(Duration timeToLive) {
        promised = timeToLive.isZero() ? Long.MAX_VALUE : timeToLive.toNanos();
    }

    boolean wantsAnswer(long now) {
        return now - heard >= askAfter;
    }

    /** Whether the peer was to answer, or to be heard of, by now. */
    boolean isSilent(boolean answers, long now) {
        return now - heard >= Math.min(answers ? silentAfter : Long.MAX_VALUE, promised);
    }

    /**
     * Whether one message has been coming for too long.
     *
     * @param unfinished whether a message has begun and is not complete
     * @param units how many are complete until now
     */
    boolean isStuck(boolean unfinished, long units, long now) {
        if (!unfinished || units != this.units) {
            this.units = units;
            stuckSince = now;
        }
        return now - stuckSince >= stuckAfter;
    }
}
