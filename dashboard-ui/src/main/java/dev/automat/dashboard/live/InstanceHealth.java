package dev.automat.dashboard.live;

import java.time.Instant;

/**
 * How one instance is.
 *
 * @param since when it became so, as far as this service saw
 * @param detail why it is down; empty when up
 */
record InstanceHealth(Instance instance, Status status, Instant since, String detail) {

    /** In the words of the stream. */
    enum Status {
        UP,
        DOWN
    }

    /** Starts from the first answer. */
    static InstanceHealth first(Instance instance, Probe probe, Instant now) {
        return new InstanceHealth(instance, probe.status(), now, probe.detail());
    }

    /** Goes on from another answer; {@code since} stands while the status does. */
    InstanceHealth after(Probe probe, Instant now) {
        return new InstanceHealth(
                instance, probe.status(), probe.status() == status ? since : now, probe.detail());
    }
}
