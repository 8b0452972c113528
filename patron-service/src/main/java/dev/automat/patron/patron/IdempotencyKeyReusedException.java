package dev.automat.patron.patron;

/** A key names a request with another body. */
public final class IdempotencyKeyReusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IdempotencyKeyReusedException() {
        super("The Idempotency-Key was used for a request with another body");
    }
}
