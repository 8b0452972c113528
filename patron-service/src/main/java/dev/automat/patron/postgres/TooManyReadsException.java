package dev.automat.patron.postgres;

/** More reads wait for the database than it could ever answer in time. */
final class TooManyReadsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyReadsException() {
        super("Too many reads wait for the database");
    }
}
