package dev.automat.metrics.hub;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the live feed.
 *
 * @param maxClients clients at once; one more is answered 503
 * @param maxWaitingEvents events that wait for one client; beyond it the oldest go and the client
 *     gets a gap event
 * @param maxWaitingSize the same in bytes
 * @param maxUnsentSize what the operating system may hold for one client and cannot send yet; then
 *     events wait here. Only on Linux; without this bound a stalled client costs it megabytes
 * @param heartbeat how often a comment shows both sides that the other is there
 * @param patience how long a client may take nothing before its connection is closed
 */
@Validated
@ConfigurationProperties("automat.metrics.feed")
public record FeedProperties(
        @DefaultValue("10000") @Min(1) int maxClients,
        @DefaultValue("1024") @Min(1) @Max(1_000_000) int maxWaitingEvents,
        @DefaultValue("128KB") DataSize maxWaitingSize,
        @DefaultValue("64KB") DataSize maxUnsentSize,
        @DefaultValue("15s") @DurationMin(millis = 100) Duration heartbeat,
        @DefaultValue("30s") @DurationMin(millis = 100) Duration patience) {}
