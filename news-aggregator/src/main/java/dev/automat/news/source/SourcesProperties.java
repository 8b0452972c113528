package dev.automat.news.source;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which sites are read.
 *
 * @param sourcesFile YAML file of sources; unset or empty means the packaged one (CNN and Al
 *     Jazeera)
 */
@ConfigurationProperties("automat.news")
record SourcesProperties(@Nullable String sourcesFile) {}
