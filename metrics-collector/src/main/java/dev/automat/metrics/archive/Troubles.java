package dev.automat.metrics.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What history on disk could not keep or do: counted each time, said when it begins. */
final class Troubles {

    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    private final Counter overfull;
    private boolean hasSaidOverfull;

    Troubles(MeterRegistry meters) {
        overfull = counter("overfull", "Series of a window with more fields than are kept", meters);
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder("automat.metrics.archive." + name)
                .description(description)
                .register(meters);
    }

    /** Some series of a window that was written had more fields than are kept. */
    void overfull(int series) {
        overfull.increment(series);
        if (series > 0 && !hasSaidOverfull) {
            hasSaidOverfull = true;
            log.warn(
                    "Series have more fields within one window than the {} that history keeps",
                    WindowSeries.MAX_FIELDS);
        }
    }
}
