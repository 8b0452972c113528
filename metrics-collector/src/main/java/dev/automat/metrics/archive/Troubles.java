package dev.automat.metrics.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What history on disk could not keep or do: counted each time, said when it begins and ends. Not
 * safe for several threads.
 */
final class Troubles {

    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    private final Counter lost;
    private final Counter failed;
    private final Counter overfull;

    /** Until something is written and, from one tidying to the next, nothing fails to be. */
    private boolean isLosing;

    private boolean hasLost;
    private boolean hasWritten;

    /** Since the last time that all windows were tidied without a failure. */
    private boolean isFailing;

    private boolean hasFailed;
    private boolean hasSaidOverfull;

    Troubles(MeterRegistry meters) {
        lost = counter("lost", "Samples that could not be written to a journal", meters);
        failed = counter("failed", "Failures to write or delete a history file", meters);
        overfull = counter("overfull", "Series of a window with more fields than are kept", meters);
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder("automat.metrics.archive." + name)
                .description(description)
                .register(meters);
    }

    /** Samples found no room in a journal or in memory before it. */
    void lost(int samples) {
        lost.increment(samples);
    }

    /** A journal could not be written; samples of it wait in memory as long as there is room. */
    void cannotWrite(IOException cause) {
        if (beginsToLose()) {
            log.warn(
                    "Samples cannot be written to history; what memory has no room for is lost",
                    cause);
        }
    }

    /** No journal may grow before some are sealed. */
    void journalsFull(long maxBytes) {
        if (beginsToLose()) {
            log.warn("Samples are not kept, as those not sealed yet take over {} bytes", maxBytes);
        }
    }

    private boolean beginsToLose() {
        boolean begins = !isLosing;
        isLosing = true;
        hasLost = true;
        return begins;
    }

    /** Samples were written to a journal. */
    void written() {
        hasWritten = true;
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
        if (isLosing && hasWritten && !hasLost) {
            isLosing = false;
            log.info("Samples are written to history again");
        }
        hasFailed = false;
        hasLost = false;
        hasWritten = false;
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
