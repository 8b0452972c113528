package dev.automat.web.stream;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Offers {@link LiveStreams}. */
@AutoConfiguration
class LiveStreamsAutoConfiguration {

    @Bean
    LiveStreams liveStreams() {
        return new LiveStreams();
    }
}
