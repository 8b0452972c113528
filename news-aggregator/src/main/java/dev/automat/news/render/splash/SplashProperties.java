package dev.automat.news.render.splash;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * A Splash server that renders for this service.
 *
 * @param url its address, for example {@code http://127.0.0.1:8050}; empty means there is none
 * @param timeout what Splash may take for a page, its own queue included
 * @param pause how long Splash lets scripts run after the page has loaded
 */
@Validated
@ConfigurationProperties("automat.news.splash")
record SplashProperties(
        @DefaultValue("") String url,
        @DefaultValue("60s") @DurationMin(seconds = 1) @DurationMax(seconds = 90) Duration timeout,
        @DefaultValue("1s") @DurationMin @DurationMax(seconds = 30) Duration pause) {}
