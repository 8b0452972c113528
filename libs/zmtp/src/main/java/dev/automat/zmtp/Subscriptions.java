package dev.automat.zmtp;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prefixes and how often each is subscribed to. Changed by one thread at a time, asked by any. */
final class Subscriptions {

    private final Map<Prefix, Integer> counts = new HashMap<>();
    private long bytes;
    private volatile List<Prefix> prefixes = List.of();

    /**
     * Adds one subscription.
     *
     * @return whether the prefix is new
     */
    boolean add(Prefix prefix) {
        boolean isNew = counts.merge(prefix, 1, Integer::sum) == 1;
        if (isNew) {
            bytes += prefix.length();
            prefixes = List.copyOf(counts.keySet());
        }
        return isNew;
    }

    /**
     * Takes one subscription back.
     *
     * @return whether nothing subscribes to the prefix any more, and something did
     */
    boolean remove(Prefix prefix) {
        if (!counts.containsKey(prefix)) {
            return false;
        }
        boolean wasLast = counts.computeIfPresent(prefix, (_, n) -> n == 1 ? null : n - 1) == null;
        if (wasLast) {
            bytes -= prefix.length();
            prefixes = List.copyOf(counts.keySet());
        }
        return wasLast;
    }

    /** The different prefixes, in no order. */
    List<Prefix> prefixes() {
        return prefixes;
    }

    /** The length of all different prefixes together. */
    long bytes() {
        return bytes;
    }

    /** Whether the {@code length} bytes at {@code offset} begin with any of the prefixes. */
    boolean matches(ByteBuf buffer, int offset, int length) {
        var current = prefixes;
        for (int i = 0; i < current.size(); i++) {
            if (current.get(i).starts(buffer, offset, length)) {
                return true;
            }
        }
        return false;
    }
}
