package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;

/** There are as many channels as may be, and this would be another one. */
public final class TooManyChannelsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A refusal of one more channel. */
    public TooManyChannelsException(ChannelName name, int limit) {
        // Peers decide how often this happens, so it must cost little.
        super("limit %d channels, asked for %s".formatted(limit, name), null, false, false);
    }
}
