package dev.automat.broker.server;

/** A connection as the server sees it. All methods may be called by any thread. */
public interface Connection {

    /** What the connection is doing. */
    ConnectionSnapshot snapshot();

    /**
     * Gives the connection a chance to notice that a deadline passed; called a few times a second.
     */
    void tick(long nanoTime);

    /** Takes nothing further from the peer. */
    void stopReading();

    /** Writes out what the peer is to get, then ends. */
    void finish();

    /** Ends at once, because the broker cannot bear it any longer. */
    void refuse(Refusal refusal, String detail);

    /** Ends at once. */
    void close();
}
