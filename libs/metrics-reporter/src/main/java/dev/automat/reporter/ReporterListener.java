package dev.automat.reporter;

/** Hears of the connection to the collector, on the reporter's thread. Must return quickly. */
public interface ReporterListener {

    /** The collector listens. */
    void connected();

    /**
     * The collector cannot be reached, or is lost; the reporter goes on trying. Said once until
     * there is a connection again.
     *
     * @param why in a few words
     */
    void disconnected(String why);
}
