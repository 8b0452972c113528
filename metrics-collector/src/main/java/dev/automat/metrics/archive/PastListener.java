package dev.automat.metrics.archive;

import java.util.Map;

/** Wants to know what was recorded before the service started. */
@FunctionalInterface
public interface PastListener {

    /**
     * Takes one second of a series. Called on the archive's thread, oldest window first.
     *
     * @param second since the epoch
     * @param fields its values
     */
    void restore(String name, long second, Map<String, Double> fields);
}
