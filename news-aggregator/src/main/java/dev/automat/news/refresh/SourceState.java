package dev.automat.news.refresh;

import java.util.Locale;

/** How things stand with a source. */
public enum SourceState {
    /** Never read to an end yet. */
    LOADING,
    /** The last reading went well. */
    FRESH,
    /** The last reading failed; the articles are those of an earlier one. */
    STALE,
    /** The last reading failed, and there are no articles. */
    FAILED;

    /** The name used in answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
