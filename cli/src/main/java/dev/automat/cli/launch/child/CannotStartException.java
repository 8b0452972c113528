package dev.automat.cli.launch.child;

/** A part could not be started, so neither can the whole. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super(message);
    }
}
