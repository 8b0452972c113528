package dev.automat.broker.channel;

/** Who publishes, as a channel sees it. */
public interface Publisher {

    /**
     * Asks to publish again what was not accepted. Called by any thread, under a channel's lock and
     * perhaps without need or more than once; only schedules the attempt.
     */
    void resume();
}
