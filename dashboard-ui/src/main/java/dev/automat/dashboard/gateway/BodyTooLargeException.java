package dev.automat.dashboard.gateway;

/** A request's body passes the limit. */
final class BodyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long limitInBytes;

    BodyTooLargeException(long limitInBytes) {
        super("The body may have " + limitInBytes + " bytes and has more");
        this.limitInBytes = limitInBytes;
    }

    long limitInBytes() {
        return limitInBytes;
    }
}
