package dev.automat.metrics.hub;

import org.jspecify.annotations.Nullable;

/**
 * A place in the feed, in text {@code run-sequence}.
 *
 * @param run tells one run of the service from the next, whose sequence starts anew
 * @param sequence grows by one with each sample
 */
record FeedPosition(long run, long sequence) {

    private static final int MAX_LENGTH = 48;

    /** Reads a client's Last-Event-ID; null when it is none of ours. */
    static @Nullable FeedPosition parse(@Nullable String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return null;
        }
        int dash = text.indexOf('-');
        try {
            return dash < 1
                    ? null
                    : new FeedPosition(
                            Long.parseLong(text.substring(0, dash)),
                            Long.parseLong(text.substring(dash + 1)));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Override
    public String toString() {
        return run + "-" + sequence;
    }
}
