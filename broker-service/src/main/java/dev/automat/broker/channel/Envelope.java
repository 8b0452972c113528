package dev.automat.broker.channel;

import org.jspecify.annotations.Nullable;

/**
 * What a message carries beside its data. Channels hand it on and look at the expiry only.
 *
 * @param headerLines in the encoding of the door that published it; doors of other kinds drop them
 * @param expiresAtMillis when the message is no longer wanted, in epoch milliseconds; 0 for never
 * @param redeliveries how often it is known to have come back from a subscriber
 * @param redelivered whether a subscriber may have had it before, counted or not
 * @param settlement told what becomes of it; null when the channel keeps it for good
 */
public record Envelope(
        String headerLines,
        long expiresAtMillis,
        int redeliveries,
        boolean redelivered,
        @Nullable Settlement settlement) {

    /** Of a message that was published without one. */
    public static final Envelope NONE = new Envelope("", 0, 0);

    /** Of a message that the channel keeps. */
    public Envelope(String headerLines, long expiresAtMillis, int redeliveries) {
        this(headerLines, expiresAtMillis, redeliveries, redeliveries > 0, null);
    }

    Envelope returned() {
        return new Envelope(headerLines, expiresAtMillis, redeliveries + 1, true, settlement);
    }

    boolean isExpired() {
        return expiresAtMillis != 0 && expiresAtMillis <= System.currentTimeMillis();
    }

    int sizeInBytes() {
        return 64 + 2 * headerLines.length();
    }
}
