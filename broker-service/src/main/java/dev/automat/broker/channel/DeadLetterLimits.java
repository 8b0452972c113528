package dev.automat.broker.channel;

/**
 * Bounds of each queue of dead letters; beyond one of them it loses its oldest. The newest stays,
 * however large it is.
 *
 * @param messages dead letters that wait
 * @param bytes bytes of those, their headers included
 */
public record DeadLetterLimits(int messages, long bytes) {

    /** Checks that both bounds are at least 1. */
    public DeadLetterLimits {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "Bounds of dead letters must be at least 1, are %d messages and %d bytes"
                            .formatted(messages, bytes));
        }
    }
}
