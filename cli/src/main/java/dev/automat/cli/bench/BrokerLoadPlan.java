package dev.automat.cli.bench;

import dev.automat.brokerclient.Frames;
import java.time.Duration;

/**
 * A load for the broker.
 *
 * @param channel a queue gives each message to one subscriber, a topic to all
 * @param sizeInBytes data of one message, without its header
 * @param ratePerPublisher messages per second; 0 for as fast as the broker takes them
 * @param warmUp time before the measured one; subscriptions take effect within it
 */
record BrokerLoadPlan(
        String host,
        int port,
        String channel,
        int publishers,
        int subscribers,
        int sizeInBytes,
        int ratePerPublisher,
        Duration warmUp,
        Duration measured) {

    boolean isQueue() {
        return channel.startsWith(Frames.QUEUE_PREFIX);
    }
}
