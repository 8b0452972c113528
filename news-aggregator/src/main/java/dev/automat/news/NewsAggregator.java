package dev.automat.news;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The news service: reads configured sites and shows their headlines together. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class NewsAggregator {

    public static void main(String[] args) {
        SpringApplication.run(NewsAggregator.class, args);
    }
}
