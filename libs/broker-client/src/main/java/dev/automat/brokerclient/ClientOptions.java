package dev.automat.brokerclient;

import java.time.Duration;

/**
 * How a client connects.
 *
 * @param connectTimeout longest wait for one attempt to connect
 * @param closeTimeout longest wait, on close, for the broker to take what was sent; after it the
 *     connection is cut
 * @param reconnect whether a client that loses its connection, or finds no broker at first, tries
 *     again until it succeeds or is closed
 * @param firstPause pause before the second attempt to reconnect; each further pause is twice as
 *     long
 * @param longestPause upper bound of the pauses
 * @param observer told of connections made and lost
 */
public record ClientOptions(
        Duration connectTimeout,
        Duration closeTimeout,
        boolean reconnect,
        Duration firstPause,
        Duration longestPause,
        ConnectionObserver observer) {

    private static final ClientOptions DEFAULTS =
            new ClientOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    false,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5),
                    new ConnectionObserver() {});

    /** Checks that no duration is negative and that the connect timeout is at least 1 ms. */
    public ClientOptions {
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The connect timeout must be at least 1 ms, is " + connectTimeout);
        }
        if (closeTimeout.isNegative() || firstPause.isNegative() || longestPause.isNegative()) {
            throw new IllegalArgumentException("Timeouts and pauses must not be negative");
        }
    }

    /** One attempt to connect within 5 seconds, no reconnect. */
    public static ClientOptions defaults() {
        return DEFAULTS;
    }

    /** The same, and a lost connection is made anew, with pauses from 100 ms to 5 s. */
    public ClientOptions reconnecting() {
        return new ClientOptions(
                connectTimeout, closeTimeout, true, firstPause, longestPause, observer);
    }

    /** The same with other pauses between attempts to reconnect. */
    public ClientOptions withPauses(Duration first, Duration longest) {
        return new ClientOptions(connectTimeout, closeTimeout, reconnect, first, longest, observer);
    }

    /** The same with another wait for the broker on close. */
    public ClientOptions withCloseTimeout(Duration timeout) {
        return new ClientOptions(
                connectTimeout, timeout, reconnect, firstPause, longestPause, observer);
    }

    /** The same with an observer. */
    public ClientOptions withObserver(ConnectionObserver newObserver) {
        return new ClientOptions(
                connectTimeout, closeTimeout, reconnect, firstPause, longestPause, newObserver);
    }

    /** Pause after the given number of failed attempts in a row. */
    Duration pauseAfter(int failures) {
        var pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
