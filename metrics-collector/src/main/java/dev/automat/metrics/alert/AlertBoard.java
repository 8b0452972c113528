package dev.automat.metrics.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The alerts that last and the newest of those that are over. An alert is over only when its cause
 * was gone for a while, so that one on the edge does not flicker. Safe for several threads.
 */
final class AlertBoard {

    static final int MAX_PAST = 200;

    private static final int MAX_CURRENT = 1_000;
    private static final Duration CALM = Duration.ofSeconds(30);

    private final Map<Key, Standing> current = new HashMap<>();
    private final Deque<Alert> past = new ArrayDeque<>();

    private record Key(String series, String kind) {}

    private record Standing(Alert alert, Instant lastCause) {}

    /** Says that the cause of an alert is there. */
    synchronized void raise(String series, String kind, String text, Instant now) {
        var key = new Key(series, kind);
        var standing = current.get(key);
        if (standing != null) {
            current.put(key, new Standing(standing.alert.withText(text), now));
        } else if (current.size() < MAX_CURRENT) {
            current.put(key, new Standing(new Alert(series, kind, now, null, text), now));
        }
    }

    /** Ends alerts whose cause is gone for long enough, and those of series that are forgotten. */
    synchronized void settle(Set<String> known, Instant now) {
        current.values()
                .removeIf(standing -> {
                    boolean isOver =
                            !known.contains(standing.alert.series())
                                    || standing.lastCause.plus(CALM).isBefore(now);
                    if (isOver) {
                        remember(standing.alert.over(now));
                    }
                    return isOver;
                });
    }

    private void remember(Alert alert) {
        if (past.size() == MAX_PAST) {
            past.removeLast();
        }
        past.addFirst(alert);
    }

    /** Those that last, then those that are over, newest first. */
    synchronized List<Alert> all() {
        var all = new ArrayList<Alert>();
        current.values().stream()
                .map(Standing::alert)
                .sorted((one, other) -> other.since().compareTo(one.since()))
                .forEach(all::add);
        all.addAll(past);
        return all;
    }
}
