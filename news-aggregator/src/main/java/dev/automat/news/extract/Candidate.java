package dev.automat.news.extract;

/**
 * What a rule matched, not yet judged.
 *
 * @param title plain text; may be empty
 * @param href the address as the page writes it
 */
record Candidate(String title, String href) {}
