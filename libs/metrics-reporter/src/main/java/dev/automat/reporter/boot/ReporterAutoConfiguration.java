package dev.automat.reporter.boot;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Lets an app report itself unless {@code automat.reporter.enabled=false}. */
@AutoConfiguration
@ConditionalOnProperty(name = "automat.reporter.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ReporterProperties.class)
class ReporterAutoConfiguration {

    @Bean
    ReporterLifecycle metricsReporter(
            ReporterProperties properties,
            @Value("${spring.application.name:}") String applicationName) {
        return new ReporterLifecycle(properties.options(applicationName));
    }
}
