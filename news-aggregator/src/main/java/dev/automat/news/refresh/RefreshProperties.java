package dev.automat.news.refresh;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often sources are read.
 *
 * @param interval from one reading of a source to its next, when it went well
 * @param retry from a failed reading to the next; doubled with each further failure
 * @param longestRetry where the doubling ends
 * @param atOnce sources read at the same time
 * @param articles as many headlines of one source are kept; those further down its page are not
 */
@Validated
@ConfigurationProperties("automat.news.refresh")
record RefreshProperties(
        @DefaultValue("5m") @DurationMin(seconds = 1) Duration interval,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration retry,
        @DefaultValue("30m") @DurationMin(seconds = 1) Duration longestRetry,
        @DefaultValue("8") @Min(1) @Max(64) int atOnce,
        @DefaultValue("200") @Min(1) @Max(1000) int articles) {

    private static final int MAX_DOUBLINGS = 20;

    Duration pauseAfter(int failures) {
        if (failures == 0) {
            return interval;
        }
        var pause = retry.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return pause.compareTo(longestRetry) < 0 ? pause : longestRetry;
    }
}
