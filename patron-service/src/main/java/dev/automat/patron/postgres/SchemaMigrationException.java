package dev.automat.patron.postgres;

/** The schema could not be brought up to date. */
final class SchemaMigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaMigrationException(Throwable cause) {
        super("Cannot bring the database's schema up to date", cause);
    }
}
