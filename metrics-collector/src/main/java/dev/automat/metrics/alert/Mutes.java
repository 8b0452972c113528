package dev.automat.metrics.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mutes that last. Safe for several threads. */
final class Mutes {

    static final int MAX = 500;

    private final Map<String, Mute> mutes = new LinkedHashMap<>();
    private long version;

    /** Adds one and says whether there was room for it. */
    synchronized boolean add(Mute mute, Instant now) {
        forgetOver(now);
        if (mutes.size() >= MAX) {
            return false;
        }
        mutes.put(mute.id(), mute);
        version++;
        return true;
    }

    /** Ends one early and says whether it was there. */
    synchronized boolean remove(String id) {
        version++;
        return mutes.remove(id) != null;
    }

    synchronized List<Mute> all(Instant now) {
        forgetOver(now);
        return List.copyOf(mutes.values());
    }

    synchronized boolean cover(Cause cause, Instant now) {
        return mutes.values().stream().anyMatch(mute -> !mute.isOver(now) && mute.covers(cause));
    }

    private void forgetOver(Instant now) {
        mutes.values().removeIf(mute -> mute.isOver(now));
    }

    /** Another number whenever another mute was added or removed. */
    synchronized long version() {
        return version;
    }
}
