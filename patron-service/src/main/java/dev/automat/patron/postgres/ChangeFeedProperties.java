package dev.automat.patron.postgres;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where changes are heard.
 *
 * @param url another address of the same database, as {@code r2dbc:postgresql://host:port/name}:
 *     needed when {@code spring.r2dbc.url} leads through a pooler that shares connections between
 *     transactions, which nobody can listen through; without it, {@code spring.r2dbc.url}
 */
@ConfigurationProperties("automat.patron.changefeed")
record ChangeFeedProperties(@Nullable String url) {}
