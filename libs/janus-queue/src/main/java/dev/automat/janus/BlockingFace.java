package dev.automat.janus;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * The face of a {@link JanusQueue} for threads, platform or virtual.
 *
 * <p>Methods that wait end early when the thread is interrupted. An interrupted put has not
 * accepted its item; when the interrupt comes too late for that, the call returns as usual and
 * leaves the thread's interrupt status set. They refuse to wait, with {@link
 * IllegalStateException}, on threads that Reactor marks as non-blocking.
 *
 * @param <T> what the queue holds
 */
public final class BlockingFace<T> {

    private final Buffer<T> buffer;

    BlockingFace(Buffer<T> buffer) {
        this.buffer = buffer;
    }

    /**
     * Adds an item, waiting for room as long as it takes.
     *
     * @throws QueueClosedException when the queue is closed or has failed, now or while waiting;
     *     the item was not accepted
     * @throws InterruptedException when interrupted; the item was not accepted
     */
    public void put(T item) throws InterruptedException {
        // Long.MAX_VALUE nanoseconds are 292 years.
        var _ = offer(item, Long.MAX_VALUE);
    }

    /**
     * Adds an item if there is room now.
     *
     * @return false when the queue is full
     * @throws QueueClosedException when the queue is closed or has failed
     */
    public boolean offer(T item) {
        buffer.lock();
        try {
            refuseWhenClosed();
            return buffer.accept(item);
        } finally {
            buffer.unlock();
            Trampoline.run();
        }
    }

    /**
     * Adds an item, waiting for room no longer than the timeout.
     *
     * @return whether the item was accepted
     * @throws QueueClosedException when the queue is closed or has failed, now or while waiting
     * @throws InterruptedException when interrupted; the item was not accepted
     */
    public boolean offer(T item, Duration timeout) throws InterruptedException {
        return offer(item, TimeUnit.NANOSECONDS.convert(timeout));
    }

    private boolean offer(T item, long nanos) throws InterruptedException {
        Trampoline.runBeforeWaiting();
        buffer.lockInterruptibly();
        try {
            refuseWhenClosed();
            return buffer.accept(item) || (nanos > 0 && waitForRoom(item, nanos));
        } finally {
            buffer.unlock();
            Trampoline.run();
        }
    }

    private boolean waitForRoom(T item, long nanos) throws InterruptedException {
        refuseToWaitOnEventLoops();
        var putter = new WaitingPutter<>(item, buffer.newCondition());
        buffer.await(putter);
        try {
            for (long left = nanos; !putter.isSettled && left > 0; ) {
                left = putter.condition.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            if (buffer.withdraw(putter)) {
                throw interrupted;
            }
            Thread.currentThread().interrupt();
        }
        if (putter.refusal != null) {
            throw putter.refusal;
        }
        return !buffer.withdraw(putter);
    }

    /**
     * Removes the oldest item, waiting for one as long as it takes.
     *
     * @throws QueueClosedException when the queue is closed and empty, or has failed
     * @throws InterruptedException when interrupted; nothing was removed
     */
    public T take() throws InterruptedException {
        var item = poll(Long.MAX_VALUE);
        if (item == null) {
            throw new AssertionError("292 years have passed");
        }
        return item;
    }

    /**
     * Removes the oldest item that no waiting consumer is about to get.
     *
     * @return null when there is none now
     * @throws QueueClosedException when the queue is closed and empty, or has failed
     */
    public @Nullable T poll() {
        buffer.lock();
        try {
            return itemOf(buffer.claimNow(new WaitingTaker(buffer.newCondition())));
        } finally {
            buffer.unlock();
            Trampoline.run();
        }
    }

    /**
     * Removes the oldest item, waiting for one no longer than the timeout.
     *
     * @return null when the timeout passed first
     * @throws QueueClosedException when the queue is closed and empty, or has failed
     * @throws InterruptedException when interrupted; nothing was removed
     */
    public @Nullable T poll(Duration timeout) throws InterruptedException {
        return poll(TimeUnit.NANOSECONDS.convert(timeout));
    }

    private @Nullable T poll(long nanos) throws InterruptedException {
        Trampoline.runBeforeWaiting();
        buffer.lockInterruptibly();
        try {
            var taker = new WaitingTaker(buffer.newCondition());
            var item = itemOf(buffer.claimNow(taker));
            return item != null || nanos <= 0 ? item : waitForItem(taker, nanos);
        } finally {
            buffer.unlock();
            Trampoline.run();
        }
    }

    private @Nullable T waitForItem(WaitingTaker taker, long nanos) throws InterruptedException {
        refuseToWaitOnEventLoops();
        try {
            var item = itemOf(buffer.claim(taker));
            for (long left = nanos; item == null && left > 0; ) {
                left = taker.condition.awaitNanos(left);
                item = itemOf(buffer.claim(taker));
            }
            return item;
        } finally {
            // Interrupted or timed out: leave the line, and pass on what was promised.
            buffer.withdraw(taker);
        }
    }

    /**
     * Moves what can be had without waiting to a collection, oldest first.
     *
     * @param limit how many items to move at most
     * @return how many items were moved; 0 also when the queue is closed and empty
     * @throws QueueClosedException when the queue has failed
     */
    public int drainTo(Collection<? super T> target, int limit) {
        buffer.lock();
        try {
            if (buffer.failure() != null) {
                throw new QueueClosedException(buffer.failure());
            }
            var drained = buffer.drain(limit);
            target.addAll(drained);
            return drained.size();
        } finally {
            buffer.unlock();
            Trampoline.run();
        }
    }

    private void refuseWhenClosed() {
        var refusal = buffer.refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    private static void refuseToWaitOnEventLoops() {
        if (Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(
                    "Thread "
                            + Thread.currentThread().getName()
                            + " must not wait; use the reactive face");
        }
    }

    private static <T> @Nullable T itemOf(Claim<T> claim) {
        return switch (claim) {
            case Claim.Item<T>(var item) -> item;
            case Claim.Wait<T> _, Claim.Gone<T> _ -> null;
            case Claim.End<T>(var failure) -> throw new QueueClosedException(failure);
        };
    }

    private static final class WaitingPutter<T> extends Putter<T> {

        final Condition condition;
        boolean isSettled;
        @Nullable QueueClosedException refusal;

        WaitingPutter(T item, Condition condition) {
            super(item);
            this.condition = condition;
        }

        @Override
        void settle(@Nullable QueueClosedException reason) {
            isSettled = true;
            refusal = reason;
            condition.signal();
        }
    }

    private static final class WaitingTaker extends Taker {

        final Condition condition;

        WaitingTaker(Condition condition) {
            this.condition = condition;
        }

        @Override
        void wake() {
            condition.signal();
        }
    }
}
