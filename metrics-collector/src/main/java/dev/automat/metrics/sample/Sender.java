package dev.automat.metrics.sample;

/**
 * The connection a sample came from.
 *
 * @param id unique while the service runs
 * @param address the peer's address and port, for people
 */
public record Sender(long id, String address) {}
