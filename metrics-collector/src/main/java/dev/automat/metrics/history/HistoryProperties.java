package dev.automat.metrics.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the history in memory.
 *
 * <p>A series takes 4 bytes a second and field in steps of five minutes: 29 kB for a full hour of
 * cpu and mem.
 *
 * @param maxSeries series at once; for one more the longest silent makes room, and when all are
 *     alive the new one is not kept (the live feed still carries it)
 * @param maxMemory values of all series together; when it is used up, what comes is not kept until
 *     silent series make room
 */
@Validated
@ConfigurationProperties("automat.metrics.history")
record HistoryProperties(
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxSeries,
        @DefaultValue("64MB") DataSize maxMemory) {}
