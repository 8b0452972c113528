package dev.automat.patron.postgres;

import dev.automat.patron.patron.DatabaseUnavailableException;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Gathers what many callers want at once. A wish is sent at once while few statements are under
 * way; those that come meanwhile go together in the next one, so that under load one statement
 * serves many. A wish is sent after it was made, never before.
 *
 * @param <W> a wish
 * @param <A> the answer to one
 */
final class Gatherer<W, A> {

    /** How many wishes may wait for their statement; one more is refused. */
    private static final int MOST_WAITING = 20_000;

    /** Characters of one write in a shared statement. */
    private static final int LARGEST_WRITE = 4_096;

    private final int mostTogether;
    private final DistributionSummary sizes;
    private final Function<List<Caller<W, A>>, Mono<Void>> statement;
    private final Queue<Caller<W, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final Semaphore statements;

    /** One who waits for an answer. */
    static final class Caller<W, A> {

        private final W wish;
        private final MonoSink<A> sink;
        private volatile boolean isGone;

        private Caller(W wish, MonoSink<A> sink) {
            this.wish = wish;
            this.sink = sink;
            var _ = sink.onCancel(() -> isGone = true);
        }

        W wish() {
            return wish;
        }

        void answer(A answer) {
            sink.success(answer);
        }

        void fail(Throwable error) {
            sink.error(error);
        }

        /** Asks somebody else, once, for the answer. */
        void answerFrom(Mono<A> other) {
            var _ = sink.onDispose(other.subscribe(this::answer, this::fail, sink::success));
        }
    }

    /**
     * Prepares; nothing is sent yet.
     *
     * @param mostStatements how many may be under way at once
     * @param mostTogether wishes in one statement
     * @param sizes takes the number of wishes of each statement
     * @param statement answers all its callers, and completes when its connection is free again
     */
    Gatherer(
            int mostStatements,
            int mostTogether,
            DistributionSummary sizes,
            Function<List<Caller<W, A>>, Mono<Void>> statement) {
        this.statements = new Semaphore(mostStatements);
        this.mostTogether = mostTogether;
        this.sizes = sizes;
        this.statement = statement;
    }

    /**
     * Gathers writes, with the same bounds for all kinds: two statements, so that one is on its way
     * while the other is committed, of 64 rows each.
     */
    static <W, A> Gatherer<W, A> ofWrites(
            DistributionSummary sizes, Function<List<Caller<W, A>>, Mono<Void>> statement) {
        return new Gatherer<>(2, 64, sizes, statement);
    }

    /** Whether texts of so many characters may share a statement; larger ones go alone. */
    static boolean mayShare(int characters) {
        return characters <= LARGEST_WRITE;
    }

    /** Emits the answer, within the time that all statements have. */
    Mono<A> ask(W wish) {
        return Mono.<A>create(sink -> enqueue(new Caller<>(wish, sink)))
                .transform(DatabaseAnswer::guard);
    }

    private void enqueue(Caller<W, A> caller) {
        if (waitingCount.incrementAndGet() > MOST_WAITING) {
            waitingCount.decrementAndGet();
            caller.fail(new DatabaseUnavailableException(new TooManyWaitingException()));
            return;
        }
        waiting.add(caller);
        sendWhatWaits();
    }

    private void sendWhatWaits() {
        while (!waiting.isEmpty() && statements.tryAcquire()) {
            var together = take();
            if (together.isEmpty()) {
                statements.release();
            } else {
                send(together);
            }
        }
    }

    private List<Caller<W, A>> take() {
        var together = new ArrayList<Caller<W, A>>();
        while (together.size() < mostTogether) {
            var caller = waiting.poll();
            if (caller == null) {
                break;
            }
            waitingCount.decrementAndGet();
            if (!caller.isGone) {
                together.add(caller);
            }
        }
        return together;
    }

    /** Subscribes for all callers at once; the time limit ends it when they are gone. */
    private void send(List<Caller<W, A>> together) {
        sizes.record(together.size());
        var _ =
                statement
                        .apply(together)
                        .timeout(DatabaseAnswer.PATIENCE)
                        .doFinally(_ -> end())
                        .subscribe(null, error -> together.forEach(caller -> caller.fail(error)));
    }

    private void end() {
        statements.release();
        sendWhatWaits();
    }
}
