package dev.automat.metrics.remotewrite;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where samples are sent on to.
 *
 * @param url http or https address that speaks Prometheus' remote write 1.0; unset: nothing is sent
 * @param authorization value of the Authorization header; unset: none
 * @param capacity samples that wait while the receiver is away; then the oldest go, and are counted
 * @param batchSize most samples of one request
 * @param batchInterval how long a sample waits for others
 * @param timeout how long one request may take
 * @param pause before a request is tried again; it doubles with each attempt
 * @param longestPause what it grows to at most; a receiver may ask for five minutes
 */
@Validated
@ConfigurationProperties("automat.metrics.remote-write")
record RemoteWriteProperties(
        @Nullable URI url,
        @Nullable String authorization,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int capacity,
        @DefaultValue("500") @Min(1) @Max(10_000) int batchSize,
        @DefaultValue("1s") @DurationMin @DurationMax(minutes = 1) Duration batchInterval,
        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration timeout,
        @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(minutes = 1) Duration pause,
        @DefaultValue("30s") @DurationMin(millis = 10) @DurationMax(minutes = 5)
                Duration longestPause) {

    RemoteWriteProperties {
        if (url != null && !isHttp(url)) {
            throw new IllegalArgumentException(
                    "automat.metrics.remote-write.url must begin with http:// or https:// and name"
                            + " a host");
        }
        // Files of secrets end with a line break, which no header may have.
        authorization = authorization == null ? null : authorization.strip();
    }

    private static boolean isHttp(URI url) {
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
    }

    // Never printed: it lets one in.
    @Override
    public String toString() {
        return "RemoteWriteProperties[isOn=" + (url != null) + "]";
    }
}
