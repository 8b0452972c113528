package dev.automat.janus;

import java.util.List;

/**
 * A bounded first-in-first-out queue with two faces: {@link #blocking()} for threads that may wait,
 * {@link #reactive()} for chains that may not. Any mix of producers and consumers may use both
 * faces at once.
 *
 * <p><b>Capacity.</b> At no time does the queue hold more than {@code capacity} accepted items.
 * Whoever offers more waits, with the item still their own.
 *
 * <p><b>Order.</b> Items leave in the order in which they were accepted, without exception: items
 * of one producer reach any one consumer in the order they were offered. Between different
 * consumers nothing is said about which of two deliveries is seen first.
 *
 * <p><b>Fairness.</b> Waiting producers are served in the order of their arrival, and so are
 * waiting consumers, whichever face they use. A flux is in line while it has demand and nothing to
 * do; after each item it goes to the end of the line, so several of them share the items.
 *
 * <p><b>Exactly once.</b> Each accepted item is delivered to exactly one consumer, unless {@link
 * #fail} hands it back. A consumer that gives up (a cancelled flux, an interrupted or timed-out
 * thread) takes nothing with it: its turn passes to the next in line. An item counts as delivered
 * when a blocking call returns it or {@code onNext} is called with it; a cancel that comes while
 * {@code onNext} is being called comes too late for that one item.
 *
 * <p><b>End.</b> After {@link #close()} nothing is accepted, and consumers get what is left and
 * then the end. After {@link #fail} everybody gets the error at once.
 *
 * <p><b>Threads.</b> Signals of the reactive face are emitted on the thread that made them
 * possible, never under the queue's lock and never nested deeper than one level, however producers
 * and consumers feed each other. A thread that puts an item may thus run a flux's subscriber for as
 * long as there are items and demand; {@code publishOn} moves that work elsewhere. Waiting threads
 * may be virtual; nobody polls.
 *
 * @param <T> what the queue holds; never null
 */
public final class JanusQueue<T> implements AutoCloseable {

    private final Buffer<T> buffer;
    private final BlockingFace<T> blocking;
    private final ReactiveFace<T> reactive;

    /**
     * Creates an empty, open queue.
     *
     * @param capacity how many accepted items the queue holds at most; at least 1
     * @throws IllegalArgumentException when the capacity is below 1
     */
    public JanusQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Capacity must be at least 1, is " + capacity);
        }
        buffer = new Buffer<>(capacity);
        blocking = new BlockingFace<>(buffer);
        reactive = new ReactiveFace<>(buffer);
    }

    /** The face for threads that may wait. */
    public BlockingFace<T> blocking() {
        return blocking;
    }

    /** The face for reactive chains; no call on it ever waits. */
    public ReactiveFace<T> reactive() {
        return reactive;
    }

    /** How many accepted items the queue holds at most. */
    public int capacity() {
        return buffer.capacity();
    }

    /** How many accepted items have not been delivered yet; out of date as soon as it is known. */
    public int size() {
        return buffer.size();
    }

    /** Whether {@link #close()} or {@link #fail} was called; items may be left to take. */
    public boolean isClosed() {
        return buffer.isClosed();
    }

    /**
     * Ends the queue in good order: offers that wait and offers to come are refused with {@link
     * QueueClosedException}, and consumers drain what was accepted and then see the end. Does
     * nothing when the queue has ended already.
     */
    @Override
    public void close() {
        buffer.close();
        Trampoline.run();
    }

    /**
     * Ends the queue at once: every producer and every consumer, waiting or to come, gets an error.
     * Fluxes and polls fail with {@code cause} itself, all others with a {@link
     * QueueClosedException} caused by it. May follow {@link #close()}, to give up on slow
     * consumers; does nothing when the queue has failed already.
     *
     * @param cause why; seen by all who use the queue
     * @return accepted items that nobody received, oldest first; the caller's from now on
     */
    public List<T> fail(Throwable cause) {
        var undelivered = buffer.fail(cause);
        Trampoline.run();
        return undelivered;
    }
}
