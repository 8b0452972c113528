package dev.automat.patron.changefeed;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The promise of the cache, and how often it is proven.
 *
 * @param bound a read that the cache answers reflects every commit acknowledged more than this
 *     before it began; an instance that cannot prove it reads the database
 * @param heartbeat how often a heartbeat goes round through the database; at most half the bound
 * @param audit how often the triggers' catalogue rows are looked at: what is written while triggers
 *     are off may be served stale for this long on top of the bound
 * @param scrub how often a sample of the entries is compared with the database
 * @param scrubSize how many entries a sample has
 */
@Validated
@ConfigurationProperties("automat.patron.coherence")
public record CoherenceProperties(
        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration bound,
        @DefaultValue("200ms") @DurationMin(millis = 10) Duration heartbeat,
        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration audit,
        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(hours = 1) Duration scrub,
        @DefaultValue("2048") @Min(1) @Max(65_536) int scrubSize) {

    public CoherenceProperties {
        if (heartbeat.multipliedBy(2).compareTo(bound) > 0) {
            throw new IllegalArgumentException(
                    "automat.patron.coherence.heartbeat must be at most half of .bound, which is %s;"
                                    .formatted(bound)
                            + " it is "
                            + heartbeat);
        }
    }
}
