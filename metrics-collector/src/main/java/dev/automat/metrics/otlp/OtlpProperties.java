package dev.automat.metrics.otlp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is taken from OpenTelemetry SDKs at {@code /v1/metrics}.
 *
 * @param maxBody largest body as it is sent; a larger one is answered 413
 * @param maxInflatedBody largest body when it is unzipped; a larger one is answered 413
 * @param maxPoints data points of one request; those past it are rejected
 * @param maxApps apps that are remembered; a further one is rejected until one was silent for five
 *     minutes
 * @param maxRequests requests at once; a further one is answered 503
 * @param bodyTimeout how long a body may take to come; then it is answered 408
 */
@Validated
@ConfigurationProperties("automat.metrics.otlp")
record OtlpProperties(
        @DefaultValue("2MB") DataSize maxBody,
        @DefaultValue("8MB") DataSize maxInflatedBody,
        @DefaultValue("10000") @Min(1) @Max(100_000) int maxPoints,
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxApps,
        @DefaultValue("8") @Min(1) @Max(256) int maxRequests,
        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
                Duration bodyTimeout) {

    private static final DataSize LARGEST = DataSize.ofMegabytes(64);

    OtlpProperties {
        check("max-body", maxBody);
        check("max-inflated-body", maxInflatedBody);
    }

    private static void check(String name, DataSize size) {
        if (size.toBytes() < 1 || size.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be 1 byte to " + LARGEST + ", is " + size);
        }
    }
}
