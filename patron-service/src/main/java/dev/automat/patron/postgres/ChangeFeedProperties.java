package dev.automat.patron.postgres;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How and where changes are heard.
 *
 * @param kind {@code notify} listens to notifications of triggers, {@code logical} reads the
 *     write-ahead log; docs/coherence.md says when to change over
 * @param url another address of the same database, as {@code r2dbc:postgresql://host:port/name}:
 *     needed when {@code spring.r2dbc.url} leads through a pooler that shares connections between
 *     transactions, which nobody can listen through; without it, {@code spring.r2dbc.url}
 * @param senderTimeout how long the server keeps the write-ahead log for an instance that does not
 *     answer any more; with {@code logical} only
 */
@Validated
@ConfigurationProperties("automat.patron.changefeed")
record ChangeFeedProperties(
        @DefaultValue("notify") Kind kind,
        @Nullable String url,
        @DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
                Duration senderTimeout) {

    /** Which feed. */
    enum Kind {
        NOTIFY,
        LOGICAL
    }
}
