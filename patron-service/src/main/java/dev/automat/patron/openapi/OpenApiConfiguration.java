package dev.automat.patron.openapi;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;

/**
 * Gives springdoc a description that was written, not derived: it would need more annotations than
 * the controllers have lines. Tests compare it with what the service really maps and answers. It is
 * read when somebody first asks for it: starting the service must not wait for that.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    @Bean
    OpenApiCustomizer writtenDescription(@Value("classpath:openapi.yaml") Resource description) {
        return api -> replace(api, read(description));
    }

    private static OpenAPI read(Resource description) {
        try (var yaml = description.getInputStream()) {
            return Yaml31.mapper().readValue(yaml, OpenAPI.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + description, e);
        }
    }

    private static void replace(OpenAPI api, OpenAPI written) {
        api.setInfo(written.getInfo());
        api.setTags(written.getTags());
        api.setPaths(written.getPaths());
        api.setComponents(written.getComponents());
    }
}
