package dev.automat.news.extract;

import java.net.URI;

/**
 * A headline as a page shows it.
 *
 * @param title plain text, 1 to 300 characters, without markup and control characters; still to be
 *     escaped wherever it is written
 * @param url an absolute http or https address
 */
public record Headline(String title, URI url) {}
