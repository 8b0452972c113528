package dev.automat.metrics.alert;

/** No such alert lasts. */
final class UnknownAlertException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownAlertException() {
        super("No alert of that series and rule lasts");
    }
}
