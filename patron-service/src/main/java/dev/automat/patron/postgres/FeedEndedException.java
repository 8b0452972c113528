package dev.automat.patron.postgres;

/** The driver ended the stream of notifications without an error. */
final class FeedEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FeedEndedException() {
        super("The stream of notifications ended");
    }
}
