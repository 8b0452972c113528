package dev.automat.broker.door.stomp;

/** A client broke a rule of the protocol; the message says which, and goes to the client. */
final class StompException extends Exception {

    private static final long serialVersionUID = 1L;

    StompException(String message) {
        // Clients decide how often this happens, so it must cost little.
        super(message, null, false, false);
    }
}
