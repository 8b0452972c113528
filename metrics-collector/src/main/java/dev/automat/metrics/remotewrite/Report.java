package dev.automat.metrics.remotewrite;

import java.util.Map;

/**
 * One sample on its way.
 *
 * @param epochMillis when it was taken
 */
record Report(String app, long epochMillis, Map<String, Double> fields) {}
