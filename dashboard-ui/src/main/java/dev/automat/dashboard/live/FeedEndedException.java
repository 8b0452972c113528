package dev.automat.dashboard.live;

/** A service's stream, which should last for ever, did not. */
final class FeedEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FeedEndedException(String how) {
        super("Stream " + how);
    }
}
