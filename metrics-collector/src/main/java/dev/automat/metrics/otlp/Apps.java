package dev.automat.metrics.otlp;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The apps that export. The first instance of a service has its name; another that exports
 * meanwhile adds its own. One that begins when the first is late has ended it, and takes its place.
 * Not safe for several threads.
 */
final class Apps {

    private static final Duration FORGOTTEN = Duration.ofMinutes(5);
    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_SLACK = Duration.ofSeconds(1);

    private final int maxApps;

    /** The first is the one longest silent. */
    private final LinkedHashMap<Key, Entry> apps = new LinkedHashMap<>();

    /** Who has a service's own name. */
    private final Map<String, Entry> firsts = new HashMap<>();

    private long begun;

    Apps(int maxApps) {
        this.maxApps = maxApps;
    }

    private record Key(String service, String instance) {}

    private static final class Entry {
        private final App app;
        private Instant lastSeen;
        private Duration interval = USUAL_INTERVAL;

        Entry(App app, Instant now) {
            this.app = app;
            this.lastSeen = now;
        }

        void seen(Instant now) {
            // Requests of one report follow each other at once and say nothing of the interval.
            var pause = Duration.between(lastSeen, now);
            if (pause.toMillis() >= 50) {
                interval = pause;
            }
            lastSeen = now;
        }

        boolean isLate(Instant now) {
            var tenth = interval.dividedBy(10);
            var slack = tenth.compareTo(LONGEST_SLACK) < 0 ? tenth : LONGEST_SLACK;
            return lastSeen.plus(interval).plus(slack).isBefore(now);
        }
    }

    /** Finds or makes the app; null when there are too many. */
    @Nullable App find(Identity identity, Instant now) {
        forgetSilent(now);
        var key = new Key(identity.service(), identity.instance());
        var entry = apps.get(key);
        if (entry == null) {
            if (apps.size() >= maxApps) {
                return null;
            }
            entry = begin(identity, now);
        } else {
            entry.seen(now);
        }
        apps.putLast(key, entry);
        return entry.app;
    }

    private Entry begin(Identity identity, Instant now) {
        begun++;
        var first = firsts.get(identity.service());
        if (first != null && !first.isLate(now)) {
            return new Entry(new App(begun, identity.longName()), now);
        }
        var entry = new Entry(new App(begun, identity.service()), now);
        firsts.put(identity.service(), entry);
        return entry;
    }

    private void forgetSilent(Instant now) {
        var first = apps.firstEntry();
        while (first != null && first.getValue().lastSeen.plus(FORGOTTEN).isBefore(now)) {
            apps.remove(first.getKey());
            firsts.remove(first.getKey().service(), first.getValue());
            first = apps.firstEntry();
        }
    }
}
