package dev.automat.cli.demo;

/**
 * One made-up piece of news.
 *
 * @param title its headline
 * @param path where its article is on the site
 */
record Headline(String title, String path) {}
