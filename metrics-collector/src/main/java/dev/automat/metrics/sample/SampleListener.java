package dev.automat.metrics.sample;

import java.time.Instant;

/** Wants every sample. */
@FunctionalInterface
public interface SampleListener {

    /**
     * Takes one sample. Called on the sockets' event loops, by several threads at once: returns in
     * microseconds and never waits.
     *
     * @param sample what came
     * @param sender the connection it came from
     * @param receivedAt the collector's clock
     */
    void accept(Sample sample, Sender sender, Instant receivedAt);
}
