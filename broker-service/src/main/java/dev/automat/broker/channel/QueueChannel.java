package dev.automat.broker.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Point to point: each message goes to one worker, in turns among those that can take one, a new
 * worker first. What nobody can take waits, and what a worker leaves unwritten goes back to the
 * head. A worker can take while less than the bound of bytes in flight is on its way to it; where
 * memory is short, while it holds none.
 */
final class QueueChannel extends MessageChannel {

    /** Smaller messages are copied together for each worker, larger ones shared where they are. */
    private static final int COPY_BELOW_BYTES = 4_096;

    private final Set<Subscription> workers = new LinkedHashSet<>();
    private final WorkerRing ready = new WorkerRing();
    private final List<Subscription> dealtTo = new ArrayList<>();
    private final @Nullable Runnable whenWorkersChange;

    QueueChannel(
            ChannelName name,
            ChannelLimits limits,
            PinnedMemory memory,
            Traffic traffic,
            Consumer<MessageChannel> whenForgotten,
            @Nullable Runnable whenWorkersChange) {
        super(name, limits, memory, traffic, whenForgotten);
        this.whenWorkersChange = whenWorkersChange;
    }

    @Override
    void deliver(Run run) {
        if (ready.size() == 1) {
            giveAll(run);
        } else if (ready.size() > 1) {
            deal(run);
        }
    }

    private void giveAll(Run run) {
        var worker = ready.next();
        if (worker != null) {
            long room = roomOf(worker);
            if (room > 0) {
                worker.offer(run.takeBytes(room, worker.credit()));
            }
            restIfFull(worker);
        }
    }

    private void deal(Run run) {
        int share = run.sizeInBytes() / ready.size();
        int expectedBytes = share + share / 4 + 64;
        for (var worker = ready.next(); worker != null; worker = ready.next()) {
            if (roomOf(worker) > 0 && worker.deal(run, COPY_BELOW_BYTES, expectedBytes)) {
                dealtTo.add(worker);
            }
            restIfFull(worker);
            if (run.messages() == 0) {
                break;
            }
        }
        dealtTo.forEach(Subscription::endDeal);
        dealtTo.clear();
    }

    private void restIfFull(Subscription worker) {
        if (roomOf(worker) <= 0) {
            ready.remove(worker);
            awaitMemory(worker);
        }
    }

    /** One that has to acknowledge first may not be relieved by writing any more. */
    private void awaitMemory(Subscription worker) {
        if (memory.isExhausted() && worker.keepsWritten()) {
            worker.awaitMemory();
        }
    }

    /** Bytes that a worker can take; where memory is short, one message at a time. */
    private long roomOf(Subscription worker) {
        if (worker.credit() <= 0) {
            return 0;
        }
        return memory.isExhausted()
                ? 1 - worker.heldBytes()
                : limits.inFlightBytes() - worker.pendingBytes();
    }

    @Override
    void attach(Subscription worker) {
        workers.add(worker);
        ready.addFirst(worker);
        pump();
        workersChanged();
    }

    private void workersChanged() {
        if (whenWorkersChange != null) {
            whenWorkersChange.run();
        }
    }

    @Override
    void detach(Subscription worker) {
        workers.remove(worker);
        ready.remove(worker);
        workersChanged();
    }

    @Override
    void relieved(Subscription worker) {
        boolean mostlyEmpty = worker.pendingBytes() <= limits.inFlightBytes() / 2;
        if (!worker.isOpen() || !mostlyEmpty || ready.contains(worker)) {
            return;
        }
        if (roomOf(worker) > 0) {
            ready.addLast(worker);
            pump();
        } else {
            awaitMemory(worker);
        }
    }

    @Override
    boolean takesBack() {
        return true;
    }

    @Override
    long takeBack(ArrayDeque<Run> unwritten) {
        while (!unwritten.isEmpty()) {
            var run = unwritten.removeLast();
            if (run.messages() > 0) {
                waiting.addFirst(run.compact());
            } else {
                run.release();
            }
        }
        pump();
        workersChanged();
        return 0;
    }

    private void pump() {
        while (!waiting.isEmpty() && !ready.isEmpty()) {
            var run = waiting.removeFirst();
            deliver(run);
            if (run.messages() > 0) {
                waiting.addFirst(run);
            } else {
                run.release();
            }
        }
        resumeHeld();
    }

    @Override
    void replaceTaps(List<MessageChannel> patterns) {
        // A message of a queue is one worker's and nobody else's.
    }

    @Override
    void forgetting() {
        // No other channel knows of a queue.
    }

    @Override
    void resumeOrigins() {
        // No other channel delivers to a queue.
    }

    @Override
    boolean isDrainedFor(Subscription worker) {
        return waiting.isEmpty() && !holdsPublishers();
    }

    @Override
    int subscribers() {
        return workers.size();
    }

    @Override
    int totalCredit() {
        long total = workers.stream().mapToLong(Subscription::mostUnsettled).sum();
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, total));
    }

    @Override
    long queued() {
        return workers.stream().mapToLong(Subscription::queued).sum();
    }
}
