package dev.automat.news.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** Reads the sources at the start; a wrong file stops it. */
@Configuration(proxyBeanMethods = false)
class SourcesConfiguration {

    private static final String PACKAGED = "sources.yml";

    @Bean
    Sources sources(SourcesProperties properties) {
        var file = properties.sourcesFile();
        return file == null || file.isBlank() ? packaged() : read(Path.of(file));
    }

    private static Sources packaged() {
        try {
            var yaml = new ClassPathResource(PACKAGED).getContentAsString(StandardCharsets.UTF_8);
            return new Sources(new SourcesReader(PACKAGED).read(yaml));
        } catch (IOException e) {
            throw new InvalidSourcesException(PACKAGED, "cannot be read: " + e);
        }
    }

    private static Sources read(Path file) {
        try {
            return new Sources(new SourcesReader(file.toString()).read(Files.readString(file)));
        } catch (IOException e) {
            throw new InvalidSourcesException(file.toString(), "cannot be read: " + e);
        }
    }
}
