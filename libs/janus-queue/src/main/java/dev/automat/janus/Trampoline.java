package dev.automat.janus;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Runs what one queue operation owes to others after the lock is released, one signal after the
 * other on the same thread. A signal that causes further signals adds them to the end instead of
 * running them, so that producers and consumers can feed each other without end and without growing
 * the stack.
 */
final class Trampoline {

    private static final ThreadLocal<@Nullable Trampoline> CURRENT = new ThreadLocal<>();

    private final ArrayDeque<Runnable> signals = new ArrayDeque<>();
    private boolean running;

    private Trampoline() {}

    /** Adds a signal; whoever calls this under the lock must {@link #run} after releasing it. */
    static void add(Runnable signal) {
        var current = CURRENT.get();
        if (current == null) {
            current = new Trampoline();
            CURRENT.set(current);
        }
        current.signals.add(signal);
    }

    /** Runs this thread's signals until none is left, unless a caller further up is at it. */
    static void run() {
        var current = CURRENT.get();
        if (current == null || current.running) {
            return;
        }
        current.running = true;
        try {
            current.runAll();
        } finally {
            CURRENT.remove();
        }
    }

    /**
     * Runs this thread's signals even from within one of them. A thread that is about to wait must
     * not keep from others the signal that would end its own waiting.
     */
    static void runBeforeWaiting() {
        var current = CURRENT.get();
        if (current != null) {
            current.runAll();
        }
    }

    private void runAll() {
        Throwable failure = null;
        for (var signal = signals.poll(); signal != null; signal = signals.poll()) {
            try {
                signal.run();
            } catch (RuntimeException | Error thrown) {
                // Subscribers must not throw; one that does must not cost the others their signal.
                failure = failure == null ? thrown : suppress(failure, thrown);
            }
        }
        rethrow(failure);
    }

    private static Throwable suppress(Throwable first, Throwable next) {
        if (!first.equals(next)) {
            first.addSuppressed(next);
        }
        return first;
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(failure);
        }
    }
}
