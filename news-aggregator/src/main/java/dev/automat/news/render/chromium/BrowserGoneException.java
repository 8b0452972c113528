package dev.automat.news.render.chromium;

/** The browser ended, or cannot be talked to any more; another one may do better. */
final class BrowserGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrowserGoneException(String message) {
        super(message);
    }
}
