package dev.automat.broker.door;

import dev.automat.broker.server.Refusal;
import io.netty.channel.Channel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher that is gone while what it sent waits for somebody who takes it, and how long that
 * may last; then the connection is closed. On the channel's event loop.
 */
public final class Departure {

    private static final Logger log = LoggerFactory.getLogger(Departure.class);

    private final Channel channel;
    private final long id;
    private final Duration timeout;
    private final Ending ending;

    /** When it was first seen to be gone, in {@link System#nanoTime()}; 0 for not yet. */
    private long since;

    /**
     * Of one connection.
     *
     * @param id what it is called in logs
     */
    public Departure(Channel channel, long id, Duration timeout, Ending ending) {
        this.channel = channel;
        this.id = id;
        this.timeout = timeout;
        this.ending = ending;
    }

    /** Looks after a publisher that is not read, whose end cannot be seen by reading. */
    public void check() {
        switch (PeerState.of(channel)) {
            case PRESENT -> since = 0;
            case GONE -> {
                var _ = channel.close();
            }
            case DEPARTED -> seen();
        }
    }

    /** The publisher sent its last byte, and what it sent still waits. */
    public void seen() {
        long now = System.nanoTime();
        if (since == 0) {
            since = now;
            log.info("The publisher of connection {} is gone while its messages wait", id);
        } else if (now - since >= timeout.toNanos()) {
            ending.refuse(Refusal.DEPARTED, "limit " + timeout);
        }
    }

    /** Some of it was taken; the time begins anew. */
    public void over() {
        since = 0;
    }
}
