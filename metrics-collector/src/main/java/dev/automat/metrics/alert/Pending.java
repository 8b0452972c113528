package dev.automat.metrics.alert;

import dev.automat.metrics.alert.rule.Threshold;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Thresholds that are passed and wait for their time to be up. What nobody looked at in a whole
 * round waits no longer. For one thread.
 */
final class Pending {

    /** Further ones begin to wait when there is room. */
    private static final int MAX = 10_000;

    private final Map<Cause, Wait> waits = new HashMap<>();
    private final Set<Cause> lookedAt = new HashSet<>();

    private record Wait(Threshold rule, Instant since) {}

    /** Whether a threshold is passed for as long as it must be; if not, it waits from now on. */
    boolean hasHeld(Cause cause, Threshold rule, Instant now) {
        var wait = waits.get(cause);
        if (wait == null && waits.size() == MAX) {
            return rule.held().isZero();
        }
        if (wait == null || !wait.rule.equals(rule)) {
            wait = new Wait(rule, now);
            waits.put(cause, wait);
        }
        lookedAt.add(cause);
        return !wait.since.plus(rule.held()).isAfter(now);
    }

    /** Says that nothing new is known of one that waits: it goes on to. */
    void keep(Cause cause) {
        lookedAt.add(cause);
    }

    boolean contains(Cause cause) {
        return waits.containsKey(cause);
    }

    void remove(Cause cause) {
        waits.remove(cause);
    }

    /** Ends a round. */
    void forgetOthers() {
        waits.keySet().retainAll(lookedAt);
        lookedAt.clear();
    }
}
