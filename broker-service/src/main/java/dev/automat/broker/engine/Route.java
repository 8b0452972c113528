package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;

/**
 * One publisher's way to publish to one channel; holds nothing that must be given back. Not safe
 * for use by several threads at once.
 */
public interface Route {

    /** Where it leads. */
    ChannelName name();

    /**
     * Publishes as many messages as can be accepted, in order.
     *
     * @return whether all were, and the run is released; if not, the run keeps the rest, and the
     *     publisher is resumed when it is worth another try
     * @throws TooManyChannelsException when the channel would be one too many; the run is released
     */
    boolean publish(Run run, Publisher publisher);

    /** Forgets a publisher that will not try again. */
    void withdraw(Publisher publisher);
}
