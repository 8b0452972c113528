package dev.automat.news.render.chromium;

/** The browser refused a command, for example because the page it was for has gone. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String method, String message) {
        super(method + ": " + message);
    }
}
