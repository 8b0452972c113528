package dev.automat.broker.channel;

/**
 * Bounds of each channel.
 *
 * @param waitingMessages messages that wait while nobody can take them, before publishers are held
 * @param subscriberBytes bytes that wait for a slow subscriber of a topic, before it loses or holds
 *     publishers
 * @param inFlightBytes bytes handed to one subscriber's connection and not yet written, before
 *     further ones wait
 * @param whenFull what happens at the bound of a topic's subscriber
 */
public record ChannelLimits(
        int waitingMessages, long subscriberBytes, long inFlightBytes, WhenFull whenFull) {

    /** Checks that each bound is at least 1. */
    public ChannelLimits {
        if (waitingMessages < 1 || subscriberBytes < 1 || inFlightBytes < 1) {
            throw new IllegalArgumentException(
                    "Bounds must be at least 1, are %d, %d and %d"
                            .formatted(waitingMessages, subscriberBytes, inFlightBytes));
        }
    }
}
