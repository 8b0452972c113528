package dev.automat.dashboard.site;

/**
 * Names one state of everything the page loads.
 *
 * @param value a hash of all bytes, short enough for a path
 */
public record SiteVersion(String value) {}
