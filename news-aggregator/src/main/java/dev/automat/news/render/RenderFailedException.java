package dev.automat.news.render;

import org.jspecify.annotations.Nullable;

/** A page could not be rendered; the message is fit for readers. */
public final class RenderFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RenderFailure failure;

    public RenderFailedException(RenderFailure failure, String message) {
        this(failure, message, null);
    }

    public RenderFailedException(RenderFailure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** What kind of failure this is. */
    public RenderFailure failure() {
        return failure;
    }

    /** The message, which is never absent. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
