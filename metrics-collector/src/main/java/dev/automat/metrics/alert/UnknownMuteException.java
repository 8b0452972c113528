package dev.automat.metrics.alert;

/** No mute has that id. */
final class UnknownMuteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownMuteException() {
        super("No mute that lasts has that id");
    }
}
