package dev.automat.broker.channel;

/**
 * Bounds of each channel.
 *
 * @param waitingMessages messages that wait while nobody can take them, before publishers are held
 * @param subscriberBytes bytes that wait for a slow subscriber of a topic, before it loses or holds
 *     publishers
 * @param inFlightBytes bytes handed to one subscriber's connection and not yet written, with what
 *     it writes around them, before further ones wait
 * @param inFlightMessages messages handed to one subscriber that settles by writing and not yet
 *     written, or {@link #ANY_NUMBER}; a bound needs messages that are each alone in their run
 * @param whenFull what happens at the bound of a topic's subscriber
 */
public record ChannelLimits(
        int waitingMessages,
        long subscriberBytes,
        long inFlightBytes,
        int inFlightMessages,
        WhenFull whenFull) {

    /** No bound of messages beside that of bytes. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** Bounds of channels whose runs hold any number of messages. */
    public ChannelLimits(
            int waitingMessages, long subscriberBytes, long inFlightBytes, WhenFull whenFull) {
        this(waitingMessages, subscriberBytes, inFlightBytes, ANY_NUMBER, whenFull);
    }

    /** Checks that each bound is at least 1; of waiting messages there may be none. */
    public ChannelLimits {
        if (waitingMessages < 0
                || subscriberBytes < 1
                || inFlightBytes < 1
                || inFlightMessages < 1) {
            throw new IllegalArgumentException(
                    "Bounds must be at least 0, 1, 1 and 1, are %d, %d, %d and %d"
                            .formatted(
                                    waitingMessages,
                                    subscriberBytes,
                                    inFlightBytes,
                                    inFlightMessages));
        }
    }
}
