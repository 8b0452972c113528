package dev.automat.metrics.alert;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What alerts are raised for, and who is told.
 *
 * @param rulesFile YAML file of rules, read anew within five seconds of a change; unset: silence
 *     and leaks
 * @param webhook who is told of every alert that is not muted
 */
@Validated
@ConfigurationProperties("automat.metrics.alerts")
record AlertProperties(@Nullable Path rulesFile, @DefaultValue @Valid Webhook webhook) {

    /**
     * Who is told.
     *
     * @param url http or https address that gets a POST for each alert that is raised and one when
     *     it is over; unset: nobody
     * @param authorization value of the Authorization header; unset: none
     * @param timeout how long one attempt may take
     * @param attempts how often one alert is tried before it is given up
     * @param pause before the second attempt; it doubles with each one, up to a minute
     */
    record Webhook(
            @Nullable URI url,
            @Nullable String authorization,
            @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
                    Duration timeout,
            @DefaultValue("5") @Min(1) @Max(20) int attempts,
            @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
                    Duration pause) {

        Webhook {
            // Files of secrets end with a line break, which no header may have.
            authorization = authorization == null ? null : authorization.strip();
        }

        // Never printed: it lets one in.
        @Override
        public String toString() {
            return "Webhook[url=" + url + "]";
        }
    }
}
