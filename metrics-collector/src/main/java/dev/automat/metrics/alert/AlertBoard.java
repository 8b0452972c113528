package dev.automat.metrics.alert;

import dev.automat.metrics.alert.AlertChange.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that last and the newest of those that are over. An alert is over only when its cause
 * was gone for a while, so that one on the edge does not flicker. Safe for several threads.
 */
final class AlertBoard {

    static final int MAX_PAST = 200;

    private static final int MAX_CURRENT = 1_000;
    private static final Duration CALM = Duration.ofSeconds(30);

    private final int maxPast;
    private final Map<Cause, Standing> current = new HashMap<>();
    private final Deque<Alert> past = new ArrayDeque<>();
    private List<AlertChange> changes = new ArrayList<>();
    private long version;

    /**
     * An alert that lasts.
     *
     * @param isTold whether those who hear of nothing muted know it
     * @param isCalm whether its cause was gone when it was last looked at
     * @param isDismissed whether someone ended it; it is not raised again before its cause was gone
     */
    private record Standing(
            Alert alert, Instant lastCause, boolean isTold, boolean isCalm, boolean isDismissed) {

        Standing(Alert alert, Instant lastCause, boolean isTold) {
            this(alert, lastCause, isTold, false, false);
        }

        Standing calm() {
            return new Standing(alert, lastCause, isTold, true, isDismissed);
        }

        Standing dismissed() {
            return new Standing(alert, lastCause, isTold, isCalm, true);
        }
    }

    /** Keeps {@link #MAX_PAST} of those that are over. */
    AlertBoard() {
        this(MAX_PAST);
    }

    AlertBoard(int maxPast) {
        this.maxPast = maxPast;
    }

    /** Puts back what was known before a restart. */
    synchronized void restore(List<Alert> alerts, Instant now) {
        for (var alert : alerts) {
            var cause = new Cause(alert.series(), alert.kind(), alert.rule());
            if (alert.until() == null && current.size() < MAX_CURRENT) {
                current.put(cause, new Standing(alert, now, !alert.muted()));
            } else if (alert.until() != null && past.size() < maxPast) {
                past.addLast(alert);
            }
        }
    }

    /** Says that the cause of an alert is there. */
    synchronized void raise(Cause cause, String text, boolean isMuted, Instant now) {
        var standing = current.get(cause);
        if (standing != null) {
            current.put(cause, lasting(standing, text, isMuted, now));
        } else if (current.size() < MAX_CURRENT) {
            var alert = cause.alert(now, text, isMuted);
            current.put(cause, new Standing(alert, now, !isMuted));
            changed(Event.RAISED, alert, !isMuted);
        }
    }

    /** Says that the cause of an alert is gone. */
    synchronized void calm(Cause cause) {
        current.computeIfPresent(cause, (_, standing) -> standing.calm());
    }

    /** Says that nothing new is known of an alert: as long as its cause is not gone it lasts. */
    synchronized void keep(Cause cause, boolean isMuted, Instant now) {
        var standing = current.get(cause);
        if (standing != null && !standing.isCalm) {
            current.put(cause, lasting(standing, standing.alert.text(), isMuted, now));
        }
    }

    private Standing lasting(Standing standing, String text, boolean isMuted, Instant now) {
        var alert = standing.alert.withText(text).withMuted(isMuted);
        if (isMuted != standing.alert.muted() && !standing.isDismissed) {
            // Who was told before the mute began is not told again when it ends.
            var event = isMuted ? Event.MUTED : Event.UNMUTED;
            changed(event, alert, !isMuted && !standing.isTold);
        }
        boolean isTold = standing.isTold || !isMuted;
        return new Standing(alert, now, isTold, false, standing.isDismissed);
    }

    synchronized boolean stands(Cause cause) {
        return current.containsKey(cause);
    }

    /** Since when an alert lasts; null when it does not. */
    synchronized @Nullable Instant since(Cause cause) {
        var standing = current.get(cause);
        return standing == null ? null : standing.alert.since();
    }

    /** Those of a kind that last, newest first. */
    synchronized List<Alert> standing(String kind) {
        return shown().filter(alert -> alert.kind().equals(kind)).toList();
    }

    private Stream<Alert> shown() {
        return current.values().stream()
                .filter(standing -> !standing.isDismissed)
                .map(Standing::alert)
                .sorted(Comparator.comparing(Alert::since).reversed());
    }

    /**
     * Ends an alert, whether its cause is gone or not; it is not raised again before that was gone.
     *
     * @return whether it lasted
     */
    synchronized boolean dismiss(String series, String rule, Instant now) {
        for (var entry : current.entrySet()) {
            var cause = entry.getKey();
            var standing = entry.getValue();
            boolean isMeant = cause.series().equals(series) && cause.rule().equals(rule);
            if (isMeant && !standing.isDismissed) {
                end(standing, now);
                entry.setValue(standing.dismissed());
                return true;
            }
        }
        return false;
    }

    /**
     * Ends alerts whose cause is gone for long enough.
     *
     * @return what changed since the last call, in order
     */
    synchronized List<AlertChange> settle(Instant now) {
        current.values()
                .removeIf(standing -> {
                    boolean isOver = standing.lastCause.plus(CALM).isBefore(now);
                    if (isOver && !standing.isDismissed) {
                        end(standing, now);
                    }
                    return isOver;
                });
        var settled = changes;
        changes = new ArrayList<>();
        return settled;
    }

    private void end(Standing standing, Instant now) {
        if (past.size() == maxPast) {
            past.removeLast();
        }
        var over = standing.alert.over(now);
        past.addFirst(over);
        changed(Event.OVER, over, standing.isTold);
    }

    private void changed(Event event, Alert alert, boolean isNews) {
        version++;
        changes.add(new AlertChange(event, alert, isNews));
    }

    /** Those that last, then those that are over, newest first. */
    synchronized List<Alert> all() {
        var all = new ArrayList<Alert>();
        shown().forEach(all::add);
        all.addAll(past);
        return all;
    }

    /** Another number whenever an alert was raised, muted or over. */
    synchronized long version() {
        return version;
    }
}
