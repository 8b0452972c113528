package dev.automat.cli.launch.child;

import java.time.Duration;

/** Says how long to wait before a process that died is started again: 1, 2, 4 … 30 seconds. */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LIFE_THAT_FORGIVES = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /**
     * Draws the next pause.
     *
     * @param lived how long the process lived; a minute of life makes the next pause the first
     *     again
     */
    Duration after(Duration lived) {
        if (lived.compareTo(LIFE_THAT_FORGIVES) >= 0) {
            next = FIRST;
        }
        var pause = next;
        var doubled = pause.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return pause;
    }
}
