package dev.automat.broker.status;

import dev.automat.broker.channel.ChannelSnapshot;

/**
 * A channel in use.
 *
 * @param kind {@code queue} or {@code topic}
 * @param inRate messages accepted per second, over the last second
 * @param outRate messages written per second, over the last second
 */
record ChannelResponse(
        String name,
        String kind,
        int subscribers,
        long waiting,
        long in,
        long out,
        long dropped,
        double inRate,
        double outRate) {

    static ChannelResponse of(ChannelSnapshot channel, double inRate, double outRate) {
        return new ChannelResponse(
                channel.name().toString(),
                channel.name().isQueue() ? "queue" : "topic",
                channel.subscribers(),
                channel.waiting(),
                channel.in(),
                channel.out(),
                channel.dropped(),
                inRate,
                outRate);
    }

    double rate() {
        return inRate + outRate;
    }
}
