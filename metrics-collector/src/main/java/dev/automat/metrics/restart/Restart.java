package dev.automat.metrics.restart;

import java.time.Instant;

/**
 * Another process took over an app's name.
 *
 * @param series whose
 * @param at its first sample's time
 */
record Restart(String series, Instant at) {}
