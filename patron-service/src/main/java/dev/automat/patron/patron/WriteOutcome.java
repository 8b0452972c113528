package dev.automat.patron.patron;

/** What became of a write. */
public enum WriteOutcome {
    /** It is committed. */
    WRITTEN,
    /** There is no such patron. */
    MISSING,
    /** The patron is not as the precondition has it. */
    REFUSED
}
