package dev.automat.web.launcher;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Watches the launcher when {@code automat.launcher.pid} names it. */
@AutoConfiguration
class LauncherWatchAutoConfiguration {

    @Bean
    @ConditionalOnProperty("automat.launcher.pid")
    LauncherWatch launcherWatch(
            @Value("${automat.launcher.pid}") long pid, ConfigurableApplicationContext context) {
        return new LauncherWatch(pid, context);
    }
}
