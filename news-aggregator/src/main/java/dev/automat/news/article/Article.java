package dev.automat.news.article;

import java.net.URI;
import java.time.Instant;

/**
 * A headline of a source as it is kept.
 *
 * @param source id of the source
 * @param title plain text, to be escaped wherever it is written
 * @param url an absolute http or https address
 * @param seenAt when this service first saw the address at this source
 */
public record Article(String source, String title, URI url, Instant seenAt) {}
