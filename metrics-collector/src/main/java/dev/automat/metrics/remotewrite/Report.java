package dev.automat.metrics.remotewrite;

import java.util.Map;

/**
 * One sample on its way, or the word that an app fell silent.
 *
 * @param epochMillis when it was taken
 * @param isEnd whether nothing follows for now: each field is then marked as stale, its value says
 *     nothing
 */
record Report(String app, long epochMillis, Map<String, Double> fields, boolean isEnd) {}
