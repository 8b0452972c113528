package dev.automat.broker.door;

import dev.automat.broker.server.Refusal;
import dev.automat.broker.server.Refusals;
import io.netty.channel.Channel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a connection ends before its time: refused for a reason that is told, or failed. On the
 * channel's event loop.
 */
public final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final Channel channel;
    private final long id;
    private final Refusals refusals;

    /**
     * Of one connection.
     *
     * @param id what it is called in logs
     */
    public Ending(Channel channel, long id, Refusals refusals) {
        this.channel = channel;
        this.id = id;
        this.refusals = refusals;
    }

    /** Says why, and closes it, unless it is closed. */
    public void refuse(Refusal refusal, String detail) {
        if (channel.isOpen()) {
            note(refusal, detail);
            var _ = channel.close();
        }
    }

    /** Says why; closing it is left to the caller. */
    public void note(Refusal refusal, String detail) {
        refusals.add(refusal, id, String.valueOf(channel.remoteAddress()), detail);
    }

    /** Closes it; a connection that the network lost is no more than a remark. */
    public void fail(Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Connection {} failed", id, cause);
        } else {
            log.error("Connection {} is closed after an unexpected failure", id, cause);
        }
        var _ = channel.close();
    }
}
