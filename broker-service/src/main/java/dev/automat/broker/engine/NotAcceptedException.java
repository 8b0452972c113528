package dev.automat.broker.engine;

/** A message or a subscription that an engine will never accept, however long one waits. */
public abstract sealed class NotAcceptedException extends RuntimeException
        permits TooManyChannelsException, MessageTooLargeException {

    private static final long serialVersionUID = 1L;

    NotAcceptedException(String message) {
        // Peers decide how often this happens, so it must cost little.
        super(message, null, false, false);
    }
}
