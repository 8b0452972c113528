package dev.automat.news.source;

import java.util.Locale;

/** Which renderer a source wants. */
public enum RenderMode {
    /** Plain HTTP first, and a browser when the rules find too little in what that brings. */
    AUTO,
    HTTP,
    SPLASH,
    CHROMIUM;

    /** The name used in files and answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
