package dev.automat.patron.cache;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which transactions a statement of the database shows.
 *
 * @param oldest all before this one have ended
 * @param next the first that had not begun
 * @param running those in between that had not ended
 */
record Snapshot(long oldest, long next, Set<Long> running) {

    Snapshot {
        running = Set.copyOf(running);
    }

    /** Reads what {@code pg_current_snapshot} writes: {@code 10:20:10,14,15}. */
    static Snapshot parse(String text) {
        var parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("This is no snapshot: " + text);
        }
        var running =
                Stream.of(parts[2].split(",", -1))
                        .filter(number -> !number.isEmpty())
                        .map(Long::valueOf)
                        .collect(Collectors.toSet());
        return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
    }

    /**
     * Whether what a transaction committed is shown. It is known to have ended.
     *
     * @param transaction the lower 32 bits of its number: the number itself is the nearest
     */
    boolean shows(int transaction) {
        long number = next + (transaction - (int) next);
        return number < oldest || (number < next && !running.contains(number));
    }
}
