package dev.automat.metrics.alert;

import dev.automat.metrics.alert.Growth.Leak;
import dev.automat.metrics.alert.rule.AlertRules;
import dev.automat.metrics.alert.rule.Threshold;
import dev.automat.metrics.history.Extremes;
import dev.automat.metrics.history.WatchedSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Holds series against the rules, one look after the other, and raises on a board what it finds.
 * The same for what happens now and for what is stored. For one thread.
 */
final class Inspector {

    /** Alerts of apps that nobody knows any more; when there are more the oldest end. */
    private static final int MAX_GONE = 500;

    private final AlertBoard board;
    private final BiPredicate<Cause, Instant> isMuted;
    private final Map<String, Double> highest = new HashMap<>();
    private final Pending pending = new Pending();
    private final Map<String, Instant> newestSamples = new HashMap<>();
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
     * @param seconds how many up to its newest sample are new at least, if that is
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
        lookForThresholds(one, rules.thresholds(), window(one, seconds), now);
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

    /**
     * Looks at the apps that are silent for so long that they are not among those looked at since
     * {@link #forgetOthers}: their alerts last. Of 500, that is; when there are more the oldest
     * end.
     */
    void lookForGone(AlertRules.Silence rule, Instant now) {
        board.standing(Alert.SILENCE).stream()
                .filter(alert -> !seen.contains(alert.series()) && rule.covers(alert.series()))
                .limit(MAX_GONE)
                .forEach(alert ->
                        raise(new Cause(alert.series(), Alert.SILENCE), alert.text(), now));
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

    private void lookForThresholds(
            WatchedSeries one, List<Threshold> thresholds, int window, Instant now) {
        for (var threshold : thresholds) {
            if (threshold.covers(one.name())) {
                var cause = new Cause(one.name(), Alert.THRESHOLD, threshold.name());
                var values = window > 0 ? one.newest().read(threshold.field(), window) : null;
                if (values == null) {
                    keep(cause, one, threshold.field(), now);
                } else {
                    look(cause, threshold, values, now);
                }
            }
        }
    }

    /**
     * How many seconds up to the newest sample are new: those since the one before, if the app may
     * be silent for so long; none without a sample since the last look, or since a restart.
     */
    private int window(WatchedSeries one, int seconds) {
        var before = newestSamples.put(one.name(), one.lastSeen());
        if (one.lastSeen().equals(before) || one.lastSeen().isBefore(listening)) {
            return 0;
        }
        var patience = one.patience();
        if (before == null || patience == null) {
            return seconds;
        }
        // The sample before may have been on its way for a little longer.
        long pause = Duration.between(before, one.lastSeen()).toSeconds() - 1;
        return (int) Math.max(seconds, Math.min(pause, patience.toSeconds()));
    }

    /** An app that still reports a field is neither better nor worse until its next value. */
    private void keep(Cause cause, WatchedSeries one, String field, Instant now) {
        boolean isPending = pending.contains(cause);
        if (!isPending && !board.stands(cause)) {
            return;
        }
        var patience = one.patience();
        int seconds = patience == null ? 1 : (int) patience.toSeconds();
        if (one.newest().read(field, seconds) == null) {
            return;
        }
        board.keep(cause, isMuted.test(cause, now), now);
        if (isPending && one.isAlive()) {
            pending.keep(cause);
        }
    }

    private void look(Cause cause, Threshold threshold, Extremes values, Instant now) {
        boolean stands = board.stands(cause);
        if (!threshold.isCause(values, stands)) {
            pending.remove(cause);
            board.calm(cause);
        } else if (stands || pending.hasHeld(cause, threshold, now)) {
            pending.remove(cause);
            raise(cause, threshold.text(values), now);
        }
    }

    private void raise(Cause cause, String text, Instant now) {
        board.raise(cause, text, isMuted.test(cause, now), now);
    }

    /** Forgets series and thresholds that were not looked at since the last call. */
    void forgetOthers() {
        highest.keySet().retainAll(seen);
        newestSamples.keySet().retainAll(seen);
        pending.forgetOthers();
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
