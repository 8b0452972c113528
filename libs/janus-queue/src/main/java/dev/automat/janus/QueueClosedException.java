package dev.automat.janus;

import org.jspecify.annotations.Nullable;

/**
 * Says that a queue takes no more items, or has none left to give.
 *
 * <p>{@link #getCause()} is what was passed to {@link JanusQueue#fail}, or null after {@link
 * JanusQueue#close}.
 */
public final class QueueClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    QueueClosedException(@Nullable Throwable cause) {
        super(cause == null ? "The queue is closed" : "The queue has failed", cause);
    }
}
