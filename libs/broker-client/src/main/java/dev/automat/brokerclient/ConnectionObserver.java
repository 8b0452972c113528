package dev.automat.brokerclient;

import java.io.IOException;
import java.time.Duration;

/** Told of a client's connections, on the thread that sends or receives; must not block. */
public interface ConnectionObserver {

    /** A connection stands and the subscription was sent. */
    default void connected() {}

    /**
     * A connection was lost or an attempt failed, and another attempt follows.
     *
     * @param nextAttempt pause until then
     */
    default void lost(IOException cause, Duration nextAttempt) {}
}
