package dev.automat.metrics.alert;

/** What is asked of alerts makes no sense. */
final class InvalidAlertRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidAlertRequestException(String message) {
        super(message);
    }
}
