package dev.automat.broker.door.frames;

import dev.automat.broker.server.Refusal;

/** A peer broke a rule of the door. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(Refusal refusal, String detail) {
        // Peers decide how often this happens, so it must cost little.
        super(detail, null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
