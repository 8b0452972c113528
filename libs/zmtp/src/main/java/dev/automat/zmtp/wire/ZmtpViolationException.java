package dev.automat.zmtp.wire;

/** A peer broke the protocol or a limit; its connection must be closed. */
public final class ZmtpViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Violation violation;
    private final String detail;

    public ZmtpViolationException(Violation violation, String detail) {
        // Peers cause it, at will and in numbers, and the place in our code says nothing of use.
        super(detail, null, false, false);
        this.violation = violation;
        this.detail = detail;
    }

    /** What the peer did. */
    public Violation violation() {
        return violation;
    }

    /** A sentence for the log, without a byte of the peer's choice. */
    public String detail() {
        return detail;
    }
}
