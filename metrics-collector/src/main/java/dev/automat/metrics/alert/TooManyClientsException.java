package dev.automat.metrics.alert;

/** As many listen to alerts as may. */
final class TooManyClientsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyClientsException(int limit) {
        super("The stream of alerts has " + limit + " clients already");
    }
}
