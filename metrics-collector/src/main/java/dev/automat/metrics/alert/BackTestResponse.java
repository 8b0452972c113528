package dev.automat.metrics.alert;

import java.time.Instant;
import java.util.List;

/**
 * What would have been raised.
 *
 * @param series whose past was looked at
 * @param from the first moment
 * @param to the last
 * @param stepInSeconds how finely that past is kept: of a step its least and greatest value are
 *     known
 * @param fired how often an alert would have been raised
 * @param alerts the newest of them, newest first
 */
record BackTestResponse(
        String series,
        Instant from,
        Instant to,
        int stepInSeconds,
        long fired,
        List<Alert> alerts) {}
