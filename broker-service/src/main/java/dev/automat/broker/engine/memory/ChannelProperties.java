package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.ChannelLimits;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of channels and of the memory they share.
 *
 * @param waitingMessages messages that wait in a channel while nobody can take them; at the limit
 *     the publisher's connection is not read
 * @param subscriberBuffer bytes that wait for one slow subscriber of a topic; at the limit it loses
 *     the oldest
 * @param inFlight bytes handed to one subscriber's connection and not yet written; at the limit
 *     further ones wait for a topic's subscriber, and a queue's worker is passed over
 * @param pinnedMemory bytes that all messages in the process may pin, their buffers counted whole;
 *     at the limit nothing further is parked: publishers whose messages nobody takes at once are
 *     held and slow subscribers lose. Must leave room in the JVM's direct memory
 */
@Validated
@ConfigurationProperties("automat.broker.channels")
record ChannelProperties(
        @DefaultValue("10") @Min(1) int waitingMessages,
        @DefaultValue("4MB") DataSize subscriberBuffer,
        @DefaultValue("256KB") DataSize inFlight,
        @DefaultValue("64MB") DataSize pinnedMemory) {

    ChannelLimits limits() {
        return new ChannelLimits(waitingMessages, subscriberBuffer.toBytes(), inFlight.toBytes());
    }
}
