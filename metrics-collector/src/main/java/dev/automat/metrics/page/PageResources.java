package dev.automat.metrics.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.webflux.autoconfigure.ResourceHandlerRegistrationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.util.DigestUtils;

/**
 * Tells browsers by a file's content whether they have it. Its date would not do: a reproducible
 * build gives every file the same one, whatever is in it.
 */
@Configuration(proxyBeanMethods = false)
class PageResources {

    @Bean
    ResourceHandlerRegistrationCustomizer etagOfContent() {
        return registration -> registration.setEtagGenerator(PageResources::etag);
    }

    private static String etag(Resource file) {
        try {
            return DigestUtils.md5DigestAsHex(file.getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
