package dev.automat.patron.postgres;

/** More callers wait for the database than it could ever answer in time. */
final class TooManyWaitingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyWaitingException() {
        super("Too many callers wait for the database");
    }
}
