package dev.automat.metrics.history;

/** A range that cannot be read. */
final class InvalidRangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRangeException(String message) {
        super(message);
    }
}
