package dev.automat.metrics.archive;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept on disk, and for how long.
 *
 * @param enabled whether anything is
 * @param directory where; one collector at a time. When it cannot be used, that is said and history
 *     stays in memory
 * @param maxSize all files together; past it the oldest of the finest tier go first. The seconds
 *     that are not sealed yet have half of it: samples that come while these take more are lost
 * @param seconds how long each second is kept, at least an hour
 * @param tenSeconds how long least, greatest and mean of ten seconds are kept, at least six hours
 * @param minutes how long those of a minute are kept, at least six days
 * @param hours how long those of an hour are kept
 */
@Validated
@ConfigurationProperties("automat.metrics.archive")
record ArchiveProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(".automat/metrics") Path directory,
        @DefaultValue("1GB") @NotNull DataSize maxSize,
        @DefaultValue("1h") @DurationMin(hours = 1) Duration seconds,
        @DefaultValue("24h") @DurationMin(hours = 6) Duration tenSeconds,
        @DefaultValue("14d") @DurationMin(days = 6) Duration minutes,
        @DefaultValue("365d") @DurationMin(days = 6) Duration hours) {

    Duration retention(Tier tier) {
        return switch (tier) {
            case SECOND -> seconds;
            case TEN_SECONDS -> tenSeconds;
            case MINUTE -> minutes;
            case HOUR -> hours;
        };
    }
}
