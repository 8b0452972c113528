package dev.automat.news.render.chromium;

import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The moment by which a render must be done, whatever it waits for. */
final class Deadline {

    private final Duration limit;
    private final long endNanos;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.endNanos = System.nanoTime() + limit.toNanos();
    }

    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    long remainingNanos() {
        return Math.max(0, endNanos - System.nanoTime());
    }

    Duration atMost(Duration other) {
        var remaining = Duration.ofNanos(remainingNanos());
        return remaining.compareTo(other) < 0 ? remaining : other;
    }

    /**
     * Waits for a result, on a thread that may block.
     *
     * @throws RenderFailedException when the deadline passes or the result is a failure
     */
    <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw passed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    RenderFailedException passed() {
        return new RenderFailedException(
                RenderFailure.TIMEOUT,
                "Chromium was not done with the page after " + limit.toSeconds() + " s");
    }

    static RenderFailedException interrupted() {
        return new RenderFailedException(
                RenderFailure.RENDERER_FAILED, "The render was given up before it was done");
    }
}
