package dev.automat.dashboard;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Serves the page, relays its calls to the services and merges their streams into one. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public final class DashboardUi {

    private DashboardUi() {}

    /** Starts the service. */
    public static void main(String[] args) {
        SpringApplication.run(DashboardUi.class, args);
    }
}
