package dev.automat.broker.channel;

/** What happens when a topic's subscriber has as many bytes waiting as it may. */
public enum WhenFull {
    /** It loses the oldest. */
    DROP_OLDEST,
    /** It loses what comes. */
    DROP_NEWEST,
    /** Its connection is closed. */
    DISCONNECT,
    /** Publishers are held until it has room: nobody loses, and everybody waits for the slowest. */
    BLOCK
}
