package dev.automat.reporter.boot;

import dev.automat.reporter.ReporterOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this app reports itself to the metrics collector.
 *
 * @param enabled whether it does
 * @param name of the series, 1 to 128 characters; by default {@code spring.application.name}
 * @param endpoint where the collector listens, {@code tcp://host:port}; the host is looked up at
 *     every try to connect
 * @param interval between two samples, 10 ms to 1 h
 * @param backlog how many samples wait while the collector is away; then the oldest are dropped
 * @param meters names of Micrometer's meters that become further fields, at most ten; a counter's
 *     and a timer's are what was counted in a second
 */
@ConfigurationProperties("automat.reporter")
record ReporterProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String name,
        @DefaultValue(ReporterOptions.DEFAULT_ENDPOINT) String endpoint,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("600") int backlog,
        @DefaultValue List<String> meters) {

    private static final String UNNAMED = "application";

    // Checked here and not by annotations: an app need not have a validator on its class path.
    ReporterProperties {
        meters = List.copyOf(meters);
        var _ = options(UNNAMED, name, endpoint, interval, backlog);
    }

    /** The options, with a name for an app that states none here. */
    ReporterOptions options(@Nullable String applicationName) {
        return options(applicationName, name, endpoint, interval, backlog);
    }

    private static ReporterOptions options(
            @Nullable String applicationName,
            @Nullable String name,
            String endpoint,
            Duration interval,
            int backlog) {
        return ReporterOptions.named(nameOf(name, applicationName))
                .withEndpoint(endpoint)
                .withInterval(interval)
                .withBacklog(backlog);
    }

    private static String nameOf(@Nullable String name, @Nullable String applicationName) {
        if (name != null && !name.isBlank()) {
            return name;
        }
        return applicationName == null || applicationName.isBlank() ? UNNAMED : applicationName;
    }
}
