package dev.automat.news.render;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of every renderer.
 *
 * @param allowHosts hosts that may be read although their addresses are private or loopback, each
 *     as {@code host} or {@code host:port}, written as in the source's address
 * @param userAgent how this service names itself to sites
 * @param maxPageSize longest page accepted, after decompression; a longer one fails
 * @param timeout longest time a page may take without a browser, redirects included
 */
@Validated
@ConfigurationProperties("automat.news")
public record RenderProperties(
        @DefaultValue List<String> allowHosts,
        @DefaultValue("AutomatNews/0.1 (headline aggregator)") @NotBlank String userAgent,
        @DefaultValue("8MB") DataSize maxPageSize,
        @DefaultValue("20s") @DurationMin(millis = 100) Duration timeout) {

    public RenderProperties {
        allowHosts = List.copyOf(allowHosts);
    }
}
