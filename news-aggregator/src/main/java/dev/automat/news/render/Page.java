package dev.automat.news.render;

import java.net.URI;

/**
 * A page as a renderer brought it.
 *
 * @param url where it was found after redirects; relative links are relative to it
 * @param html its text, at most as long as {@link RenderProperties#maxPageSize()} allows
 */
public record Page(URI url, String html) {}
