package dev.automat.metrics.ingest;

/** A socket could not be bound. */
final class ListenerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final int port;

    ListenerFailedException(String property, int port, Throwable cause) {
        super("Port " + port + " (" + property + ") cannot be bound", cause);
        this.property = property;
        this.port = port;
    }

    /** The property that names the port. */
    String property() {
        return property;
    }

    int port() {
        return port;
    }
}
