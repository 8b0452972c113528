package dev.automat.metrics.history;

/** No app has reported under this name within the last hour. */
final class UnknownSeriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;

    UnknownSeriesException(String name) {
        super("No app has reported as " + name + " within the last hour");
        this.name = name;
    }

    String name() {
        return name;
    }
}
