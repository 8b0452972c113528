package dev.automat.broker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The message broker. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class BrokerService {

    /** Starts the service. */
    public static void main(String[] arguments) {
        SpringApplication.run(BrokerService.class, arguments);
    }
}
