package dev.automat.dashboard.gateway;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the calls that go through to the services. Imports ({@code application/x-ndjson}) are
 * held to neither: they are streamed, and take as long as they take.
 *
 * @param patience how long a service may take until its answer begins; the caller then gets 504. An
 *     answer that has begun may last
 * @param maxBodySize largest request body; a larger one is refused with 413
 */
@Validated
@ConfigurationProperties("automat.dashboard.gateway")
record GatewayProperties(
        @DefaultValue("10s") @DurationMin(millis = 1) Duration patience,
        @DefaultValue("2MB") @NotNull DataSize maxBodySize) {

    GatewayProperties {
        if (maxBodySize.isNegative() || maxBodySize.toBytes() == 0) {
            throw new IllegalArgumentException(
                    "automat.dashboard.gateway.max-body-size must be at least 1B, is "
                            + maxBodySize);
        }
    }
}
