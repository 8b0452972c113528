package dev.automat.broker.channel;

import org.jspecify.annotations.Nullable;

/**
 * What a message carries beside its data. Channels hand it on and look at the expiry only.
 *
 * @param headerLines in the encoding of the door that published it; doors of other kinds drop them
 * @param expiresAtMillis when the message is no longer wanted, in epoch milliseconds; 0 for never
 * @param redeliveries how often it came back from a subscriber
 * @param settlement told what becomes of it; null when the channel keeps it for good
 */
public record Envelope(
        String headerLines,
        long expiresAtMillis,
        int redeliveries,
        @Nullable Settlement settlement) {

    /** Of a message that was published without one. */
    public static final Envelope NONE = new Envelope("", 0, 0);

    /** Of a message that the channel keeps. */
    public Envelope(String headerLines, long expiresAtMillis, int redeliveries) {
        this(headerLines, expiresAtMillis, redeliveries, null);
    }

    Envelope returned() {
        return new Envelope(headerLines, expiresAtMillis, redeliveries + 1, settlement);
    }

    boolean isExpired() {
        return expiresAtMillis != 0 && expiresAtMillis <= System.currentTimeMillis();
    }

    int sizeInBytes() {
        return 64 + 2 * headerLines.length();
    }
}
