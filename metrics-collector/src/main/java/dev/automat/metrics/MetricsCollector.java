package dev.automat.metrics;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The metrics collector: ZeroMQ in; history, live feed and charts out. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class MetricsCollector {

    /** Starts the service. */
    public static void main(String[] args) {
        SpringApplication.run(MetricsCollector.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
