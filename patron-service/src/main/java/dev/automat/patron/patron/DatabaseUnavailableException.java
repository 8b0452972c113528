package dev.automat.patron.patron;

/** The database cannot be reached or does not answer in time. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(Throwable cause) {
        super("The database is not available", cause);
    }
}
