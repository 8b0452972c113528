package dev.automat.metrics.hub;

/** The feed has as many clients as it may have. */
public final class FeedFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FeedFullException(int maxClients) {
        super("The feed has " + maxClients + " clients, which is its limit");
    }
}
