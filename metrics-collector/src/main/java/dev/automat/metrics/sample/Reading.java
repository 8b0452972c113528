package dev.automat.metrics.sample;

/** What became of a message: a sample or the reason why it is none. */
public sealed interface Reading {

    /** The message is a sample. */
    record Accepted(Sample sample) implements Reading {}

    /** The message is no sample. */
    record Rejected(Rejection reason) implements Reading {}
}
