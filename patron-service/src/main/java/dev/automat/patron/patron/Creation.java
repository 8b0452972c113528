package dev.automat.patron.patron;

/**
 * What a request with a key created.
 *
 * @param isReplayed whether an earlier request with the same key created it
 */
public record Creation(long id, boolean isReplayed) {}
