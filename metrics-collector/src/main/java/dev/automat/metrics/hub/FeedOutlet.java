package dev.automat.metrics.hub;

/** The way out to one client. Called by any thread; returns at once. */
public interface FeedOutlet {

    /** Something waits: take it when the client can. Called again only after a take. */
    void wake();

    /** The service stops: finish what is being written and end the stream. */
    void end();

    /** The client takes nothing: close its connection without farewell. */
    void abandon();
}
