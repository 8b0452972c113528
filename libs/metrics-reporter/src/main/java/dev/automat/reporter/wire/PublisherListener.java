package dev.automat.reporter.wire;

/** Hears of the connection, on the publisher's thread. Must return quickly. */
public interface PublisherListener {

    /** The collector listens. */
    void connected();

    /**
     * The collector cannot be reached, or is lost. Said once until there is a connection again.
     *
     * @param why in a few words
     */
    void disconnected(String why);
}
