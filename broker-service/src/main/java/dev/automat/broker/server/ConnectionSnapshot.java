package dev.automat.broker.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a connection was doing at one moment.
 *
 * @param id tells it from all others in logs
 * @param peer address of the other end
 * @param subscription channel it receives from; null when none
 * @param pinnedBytes bytes it keeps in memory: read and not yet accepted, given and not yet written
 * @param in messages read from it
 * @param out messages written to it
 * @param paused whether it is not read because nobody takes what it publishes
 */
public record ConnectionSnapshot(
        long id,
        String peer,
        Instant since,
        @Nullable String subscription,
        long pinnedBytes,
        long in,
        long out,
        boolean paused) {}
