package dev.automat.metrics.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one series was.
 *
 * @param t seconds since the epoch
 * @param fields the values at these seconds, null where the app was silent
 */
record RangeResponse(
        String name, List<Long> t, Map<String, ? extends List<@Nullable Float>> fields) {}
