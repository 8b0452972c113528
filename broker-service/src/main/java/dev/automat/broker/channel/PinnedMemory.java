package dev.automat.broker.channel;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Account of the bytes that messages pin, buffers counted whole, with a ceiling for the process.
 * Above it nothing further is parked: messages still pass to subscribers that keep up, publishers
 * of others are held, slow subscribers lose.
 */
public final class PinnedMemory {

    private final long ceiling;
    private final AtomicLong pinned = new AtomicLong();
    private final Set<Publisher> held = new LinkedHashSet<>();
    private volatile boolean anyHeld;

    /** An account with a ceiling in bytes. */
    public PinnedMemory(long ceiling) {
        this.ceiling = ceiling;
    }

    /** Bytes pinned now. */
    public long pinned() {
        return pinned.get();
    }

    /** The bound that parking keeps. */
    public long ceiling() {
        return ceiling;
    }

    /**
     * Whether so much is pinned above the ceiling, which parking keeps but reads under way do not,
     * that somebody must go.
     */
    public boolean isOverrun() {
        return pinned.get() > ceiling + ceiling / 8;
    }

    /** Whether the ceiling is reached. */
    public boolean isExhausted() {
        return pinned.get() >= ceiling;
    }

    /** Adds to the account, past the ceiling where it must be. */
    public void pin(long bytes) {
        pinned.addAndGet(bytes);
    }

    /** Takes from the account, and resumes those held when it falls below the ceiling. */
    public void unpin(long bytes) {
        if (pinned.addAndGet(-bytes) < ceiling && anyHeld) {
            resumeHeld();
        }
    }

    /** Resumes a publisher as soon as there is room, perhaps at once. */
    public void hold(Publisher publisher) {
        synchronized (held) {
            held.add(publisher);
            anyHeld = true;
        }
        // Room made between the caller's look and this must not be missed.
        if (!isExhausted()) {
            resumeHeld();
        }
    }

    /** Forgets a publisher that is gone. */
    public void forget(Publisher publisher) {
        if (anyHeld) {
            synchronized (held) {
                held.remove(publisher);
                anyHeld = !held.isEmpty();
            }
        }
    }

    private void resumeHeld() {
        synchronized (held) {
            held.forEach(Publisher::resume);
            held.clear();
            anyHeld = false;
        }
    }
}
