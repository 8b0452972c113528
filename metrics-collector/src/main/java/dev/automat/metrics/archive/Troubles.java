package dev.automat.metrics.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What history on disk could not keep or do: counted each time, said when it begins and ends. Not
 * safe for several threads.
 */
final class Troubles {

    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    private final Counter failed;
    private final Counter overfull;

    /** Since the last time that all windows were tidied without a failure. */
    private boolean isFailing;

    private boolean hasFailed;
    private boolean hasSaidOverfull;

    Troubles(MeterRegistry meters) {
        failed = counter("failed", "Failures to write or delete a history file", meters);
        overfull = counter("overfull", "Series of a window with more fields than are kept", meters);
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder("automat.metrics.archive." + name)
                .description(description)
                .register(meters);
    }

    /** A file could not be written or deleted. */
    void failed(Path file, Exception cause) {
        failed.increment();
        hasFailed = true;
        if (!isFailing) {
            isFailing = true;
            log.warn("History file {} cannot be written or deleted; others may", file, cause);
        }
    }

    /** All windows had their turn. */
    void tidied() {
        if (isFailing && !hasFailed) {
            isFailing = false;
            log.info("All history files can be written and deleted again");
        }
        hasFailed = false;
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
