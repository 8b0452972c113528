package dev.automat.web.defaults;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Adds the suite's defaults below every other source, so that each can be overridden. */
final class SuiteDefaults implements EnvironmentPostProcessor, Ordered {

    private static final Map<String, Object> DEFAULTS =
            Map.ofEntries(
                    Map.entry("server.address", "127.0.0.1"),
                    Map.entry("server.shutdown", "graceful"),
                    Map.entry("server.compression.enabled", "true"),
                    Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "8s"),
                    Map.entry("spring.main.banner-mode", "off"),
                    Map.entry("spring.webflux.problemdetails.enabled", "true"),
                    Map.entry("spring.http.codecs.max-in-memory-size", "2MB"),
                    Map.entry(
                            "management.endpoints.web.exposure.include", "health,info,prometheus"),
                    Map.entry("management.endpoint.health.probes.enabled", "true"),
                    Map.entry("management.endpoint.health.show-details", "always"));

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("suiteDefaults", DEFAULTS));
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
