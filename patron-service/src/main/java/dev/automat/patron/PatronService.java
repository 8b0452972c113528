package dev.automat.patron;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Patrons over HTTP, kept in PostgreSQL, with a coherent cache in each instance. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class PatronService {

    static void main(String[] args) {
        SpringApplication.run(PatronService.class, args);
    }
}
