package dev.automat.metrics.alert;

/** As many mutes last as may. */
final class TooManyMutesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyMutesException(int limit) {
        super("At most " + limit + " mutes last at once; end one first");
    }
}
