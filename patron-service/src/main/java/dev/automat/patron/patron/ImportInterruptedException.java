package dev.automat.patron.patron;

/** The database went away while an import was under way. */
final class ImportInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long imported;

    ImportInterruptedException(long imported, Throwable cause) {
        super("An import ended after " + imported + " patrons", cause);
        this.imported = imported;
    }

    /** How many patrons are committed; those of the last batch may be, too. */
    long imported() {
        return imported;
    }
}
