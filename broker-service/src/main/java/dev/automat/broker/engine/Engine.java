package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelSnapshot;
import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Subscription;
import java.util.List;

/** Moves messages from publishers to subscribers. Safe for use by any thread; never blocks. */
public interface Engine {

    /**
     * A way to publish to a channel, good for as long as the publisher likes. Publishing fails with
     * {@link NotAcceptedException} when the engine never will accept it.
     */
    Route route(ChannelName name);

    /**
     * Subscribes to a channel, which comes to be if it has to.
     *
     * @param credit as in {@link dev.automat.broker.channel.MessageChannel#subscribe(Recipient,
     *     int)}
     * @throws TooManyChannelsException when it would be one too many
     */
    Subscription subscribe(ChannelName name, Recipient recipient, int credit);

    /** Whether subscribers at other brokers get what is published here. */
    default boolean reachesOtherBrokers() {
        return false;
    }

    /** Brings nothing more from elsewhere to subscribers: the process is about to end. */
    default void drain() {
        // What is here already is all there is.
    }

    /** The channels in use, in no order. */
    List<ChannelSnapshot> channels();

    /**
     * Drops what waits in channels, at the end of the process.
     *
     * @return how many messages are lost by it
     */
    long discardWaiting();
}
