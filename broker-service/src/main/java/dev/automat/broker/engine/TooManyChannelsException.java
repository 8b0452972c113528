package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;

/** There are as many channels as may be, and this would be another one. */
public final class TooManyChannelsException extends NotAcceptedException {

    private static final long serialVersionUID = 1L;

    /** A refusal of one more channel. */
    public TooManyChannelsException(ChannelName name, int limit) {
        super("limit %d channels, asked for %s".formatted(limit, name));
    }
}
