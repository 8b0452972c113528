package dev.automat.news.render.chromium;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Chromium of this machine.
 *
 * @param executable its path or name; unset means the first of chromium, chromium-browser,
 *     google-chrome and google-chrome-stable on the PATH, empty means that none is used
 * @param sandbox whether pages run in Chromium's sandbox; unset means yes, except for root, to whom
 *     Chromium refuses it. Switch it off where the kernel lets nobody make name spaces, as in most
 *     containers
 * @param contexts pages rendered at once; more wait
 * @param idle how long the browser outlives its last page; it takes some 400 MiB
 * @param timeout longest time for one page, waiting for its turn included
 * @param patience how long a loaded page may take to show its headlines
 */
@Validated
@ConfigurationProperties("automat.news.chromium")
record ChromiumProperties(
        @Nullable String executable,
        @Nullable Boolean sandbox,
        @DefaultValue("4") @Min(1) @Max(32) int contexts,
        @DefaultValue("30s") @DurationMin Duration idle,
        @DefaultValue("45s") @DurationMin(seconds = 1) Duration timeout,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration patience) {

    boolean isSandboxed() {
        return sandbox != null ? sandbox : !"root".equals(System.getProperty("user.name"));
    }
}
