package dev.automat.reporter.boot;

import dev.automat.reporter.ReporterOptions;
import dev.automat.reporter.meter.MeterFields;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets an app report itself unless {@code automat.reporter.enabled=false}. */
@AutoConfiguration
@ConditionalOnProperty(name = "automat.reporter.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ReporterProperties.class)
class ReporterAutoConfiguration {

    @Bean
    ReporterLifecycle metricsReporter(
            ReporterProperties properties,
            @Value("${spring.application.name:}") String applicationName,
            ObjectProvider<FurtherFields> furtherFields) {
        var options = properties.options(applicationName);
        var further = furtherFields.getIfAvailable();
        return new ReporterLifecycle(further == null ? options : further.addTo(options));
    }

    /** What an app adds to its samples. */
    interface FurtherFields {

        ReporterOptions addTo(ReporterOptions options);
    }

    /** Apps without Micrometer never load this. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {

        @Bean
        FurtherFields meterFields(
                ReporterProperties properties, ObjectProvider<MeterRegistry> registries) {
            return options -> {
                var registry = registries.getIfAvailable();
                return properties.meters().isEmpty() || registry == null
                        ? options
                        : options.withFurtherFields(new MeterFields(registry, properties.meters()));
            };
        }
    }
}
