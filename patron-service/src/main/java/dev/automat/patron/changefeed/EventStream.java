package dev.automat.patron.changefeed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Proven events for whoever wants to watch: the log and HTTP clients. The last 1,024 are kept for
 * watchers who were away; the lock makes the step from kept events to new ones without a gap.
 */
@Component
final class EventStream {

    private static final int MOST_KEPT = 1_024;
    private static final int MOST_WAITING = 2 * MOST_KEPT;

    /** What a watcher sees. */
    sealed interface Sight {

        record Seen(TableEvent event) implements Sight {}

        /** Here events may be missing. */
        enum Gap implements Sight {
            INSTANCE
        }
    }

    private final Deque<TableEvent> kept = new ArrayDeque<>();
    private final List<FluxSink<Sight>> watchers = new CopyOnWriteArrayList<>();

    /** Called by one thread at a time. */
    synchronized void publish(TableEvent event) {
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(event);
        show(new Sight.Seen(event));
    }

    /** Events may have been missed: what was kept does not lead to what comes. */
    synchronized void interrupted() {
        kept.clear();
        show(Sight.Gap.INSTANCE);
    }

    private void show(Sight sight) {
        watchers.forEach(watcher -> show(watcher, sight));
    }

    private static void show(FluxSink<Sight> watcher, Sight sight) {
        var _ = watcher.next(sight);
    }

    /** Events from now on. A watcher who falls behind by 2,048 events loses the oldest. */
    Flux<TableEvent> events() {
        return watch(null).ofType(Sight.Seen.class).map(Sight.Seen::event);
    }

    /**
     * Events after one that the watcher knows, as {@link #events} has them.
     *
     * @param lastVersion the version of that event; null begins with what comes. When it is not
     *     kept any more, a gap comes first
     */
    Flux<Sight> watch(@Nullable Long lastVersion) {
        return Flux.<Sight>create(
                        watcher -> begin(watcher, lastVersion), FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(MOST_WAITING, BufferOverflowStrategy.DROP_OLDEST);
    }

    private synchronized void begin(FluxSink<Sight> watcher, @Nullable Long lastVersion) {
        if (lastVersion != null) {
            replay(watcher, lastVersion);
        }
        watchers.add(watcher);
        var _ = watcher.onDispose(() -> watchers.remove(watcher));
    }

    private void replay(FluxSink<Sight> watcher, long lastVersion) {
        if (kept.stream().noneMatch(event -> event.version() == lastVersion)) {
            show(watcher, Sight.Gap.INSTANCE);
            return;
        }
        kept.stream()
                .dropWhile(event -> event.version() != lastVersion)
                .skip(1)
                .forEach(event -> show(watcher, new Sight.Seen(event)));
    }
}
