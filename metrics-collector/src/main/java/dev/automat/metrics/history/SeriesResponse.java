package dev.automat.metrics.history;

import dev.automat.metrics.sample.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One series and, when asked for, its newest values.
 *
 * @param last the newest sample
 * @param lastSeen when it came, by the collector's clock
 * @param alive whether it reports as often as it used to
 * @param senders how many connections report under this name
 * @param t seconds since the epoch
 * @param further what the app reports besides cpu and mem
 */
record SeriesResponse(
        String name,
        Last last,
        Instant lastSeen,
        boolean alive,
        int senders,
        List<Long> t,
        List<@Nullable Float> cpu,
        List<@Nullable Float> mem,
        Map<String, ? extends List<@Nullable Float>> further) {

    /** The newest sample. */
    record Last(Instant timestamp, double cpu, double mem) {

        static Last of(Sample sample) {
            return new Last(sample.timestamp(), sample.cpu(), sample.mem());
        }
    }
}
