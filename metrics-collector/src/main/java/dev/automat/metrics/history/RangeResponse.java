package dev.automat.metrics.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one series was.
 *
 * @param step seconds that each value stands for: 1, 10, 60 or 3,600
 * @param t the first second of each step, since the epoch
 * @param fields the values at these seconds or the means, null where the app was silent
 * @param min the least values, where a step is more than a second
 * @param max the greatest values, where a step is more than a second
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RangeResponse(
        String name,
        int step,
        @JsonInclude List<Long> t,
        @JsonInclude Map<String, ? extends List<@Nullable Float>> fields,
        Map<String, ? extends List<@Nullable Float>> min,
        Map<String, ? extends List<@Nullable Float>> max) {}
