package dev.automat.metrics.alert;

import dev.automat.metrics.alert.Growth.Leak;
import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.alert.rule.Threshold;
import dev.automat.metrics.history.WatchedSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Holds series against the rules, one look after the other, and raises on a board what it finds.
 * The same for what happens now and for what is stored. For one thread.
 */
final class Inspector {

    /** What waits for its time to be up; further ones begin to wait when there is room. */
    private static final int MAX_PENDING = 10_000;

    private final AlertBoard board;
    private final BiPredicate<Cause, Instant> isMuted;
    private final Map<String, Double> highest = new HashMap<>();
    private final Map<Cause, Instant> pending = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    /** Nobody could be heard before. */
    private Instant listening = Instant.MIN;

    /** Asks whether a cause is muted whenever it raises one. */
    Inspector(AlertBoard board, BiPredicate<Cause, Instant> isMuted) {
        this.board = board;
        this.isMuted = isMuted;
    }

    /** Says since when samples can come; who was silent before may have tried to report. */
    void listensSince(Instant time) {
        listening = time;
    }

    /**
     * Looks at one series.
     *
     * @param seconds how many passed since the last look
     */
    void look(WatchedSeries one, AlertRules rules, int seconds, Instant now) {
        seen.add(one.name());
        var silentSince = one.lastSeen().isAfter(listening) ? one.lastSeen() : listening;
        var patience = one.patience();
        boolean isSilent =
                !one.isAlive() && patience != null && !silentSince.plus(patience).isAfter(now);
        if (rules.silence().covers(one.name())) {
            boolean isLong = silentSince.plus(rules.silence().after()).isBefore(now);
            lookForSilence(one, isSilent && isLong, now);
        }
        if (isSilent) {
            return;
        }
        if (rules.leak().covers(one.name())) {
            lookForLeak(one, now);
        }
        for (var threshold : rules.thresholds()) {
            if (threshold.covers(one.name())) {
                look(one, threshold, seconds, now);
            }
        }
    }

    private void lookForSilence(WatchedSeries one, boolean isCause, Instant now) {
        var cause = new Cause(one.name(), Alert.SILENCE);
        var raised = board.since(cause);
        // Known from before a restart, it may be that only the alert tells that the app is gone.
        boolean lasts = raised != null && !one.isAlive() && !one.lastSeen().isAfter(raised);
        if (isCause || lasts) {
            raise(cause, "Silent since " + one.lastSeen(), now);
        }
    }

    private void lookForLeak(WatchedSeries one, Instant now) {
        var heap = one.heap();
        var judged = heap == null ? one.resident() : heap;
        // What leaves the hour now was the highest before it, or not.
        double before = highest.merge(one.name(), (double) judged[0], Inspector::higher);
        if (LeakJudge.judge(one.resident(), heap, one.limit(), before) instanceof Leak leak) {
            raise(new Cause(one.name(), Alert.LEAK), text(leak), now);
        }
    }

    private void look(WatchedSeries one, Threshold threshold, int seconds, Instant now) {
        var values = one.newest().read(threshold.field(), seconds);
        if (values == null) {
            return; // An app that reports rarely is neither better nor worse between two samples.
        }
        var cause = new Cause(one.name(), Alert.THRESHOLD, threshold.name());
        boolean stands = board.stands(cause);
        if (!threshold.isCause(values, stands)) {
            pending.remove(cause);
        } else if (stands || hasHeld(cause, threshold.held(), now)) {
            pending.remove(cause);
            raise(cause, threshold.text(values), now);
        }
    }

    private boolean hasHeld(Cause cause, Duration held, Instant now) {
        if (pending.size() < MAX_PENDING) {
            pending.putIfAbsent(cause, now);
        }
        var since = pending.get(cause);
        return since != null && !since.plus(held).isAfter(now);
    }

    private void raise(Cause cause, String text, Instant now) {
        board.raise(cause, text, isMuted.test(cause, now), now);
    }

    /** Forgets series that were not among those looked at since the last call. */
    void forgetOthers() {
        highest.keySet().retainAll(seen);
        pending.keySet().removeIf(cause -> !seen.contains(cause.series()));
        seen.clear();
    }

    private static double higher(double one, double other) {
        return one >= other || Double.isNaN(other) ? one : other;
    }

    private static String text(Leak leak) {
        var latest = leak.latest();
        return String.format(
                Locale.ROOT,
                "Grows by %.2f MiB a minute: out of memory in %s (%s to %s)",
                leak.mebibytesPerMinute(),
                minutes(leak.left()),
                minutes(leak.soonest()),
                latest == null ? "never" : minutes(latest));
    }

    private static String minutes(Duration time) {
        return time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
