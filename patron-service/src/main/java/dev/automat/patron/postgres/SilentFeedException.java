package dev.automat.patron.postgres;

import java.time.Duration;

/** A connection looks alive, and brings no heartbeats. */
final class SilentFeedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SilentFeedException(Duration silence) {
        super("No heartbeat came in " + silence.toMillis() + " ms");
    }
}
