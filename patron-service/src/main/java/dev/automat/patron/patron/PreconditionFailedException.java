package dev.automat.patron.patron;

/** A patron is not as the client believed when it wrote. */
final class PreconditionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long id;

    PreconditionFailedException(long id) {
        super("Patron " + id + " has changed since it was read");
        this.id = id;
    }

    long id() {
        return id;
    }
}
