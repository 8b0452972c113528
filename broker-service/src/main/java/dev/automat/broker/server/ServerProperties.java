package dev.automat.broker.server;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the doors share.
 *
 * @param eventLoops threads that serve connections; 0 means one per processor
 * @param maxConnections connections of all doors together; further ones are closed at once
 * @param maxConnectionsPerAddress connections from one address; further ones are closed at once; 0
 *     means no bound but the one of all
 * @param drainTimeout longest time at shutdown for writing out what subscribers are to get; then
 *     connections are cut. Less than spring.lifecycle.timeout-per-shutdown-phase
 */
@Validated
@ConfigurationProperties("automat.broker.server")
record ServerProperties(
        @DefaultValue("0") @Min(0) @Max(256) int eventLoops,
        @DefaultValue("10000") @Min(1) int maxConnections,
        @DefaultValue("0") @Min(0) int maxConnectionsPerAddress,
        @DefaultValue("5s") @DurationMin(millis = 0) @DurationMax(minutes = 1)
                Duration drainTimeout) {

    int eventLoopsToStart() {
        return eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops;
    }
}
