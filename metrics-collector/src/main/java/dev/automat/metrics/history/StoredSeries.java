package dev.automat.metrics.history;

import dev.automat.metrics.archive.Track;
import java.util.Map;

/**
 * One series over time.
 *
 * @param from the first second of the first step
 * @param stepInSeconds what each value stands for
 * @param steps how many there are
 * @param fields the steps of each field that has a value
 * @param limit as in {@link WatchedSeries}, as it is today
 */
public record StoredSeries(
        long from, int stepInSeconds, int steps, Map<String, Track> fields, double limit) {}
