package dev.automat.dashboard.live;

import dev.automat.dashboard.live.InstanceHealth.Status;

/** What one question for an instance's health brought. */
sealed interface Probe {

    /** It answered that it is ready. */
    record Ready() implements Probe {}

    /** It answered, and is not ready. */
    record Unready(int httpStatus) implements Probe {}

    /** Nobody is there. */
    record Refused() implements Probe {}

    /** No answer within the time for one. */
    record Silent() implements Probe {}

    default Status status() {
        return this instanceof Ready ? Status.UP : Status.DOWN;
    }

    /** Why it is down, for people; empty when up. */
    default String detail() {
        return switch (this) {
            case Ready() -> "";
            case Unready(var httpStatus) -> "not ready: health answers " + httpStatus;
            case Refused() -> "connection refused";
            case Silent() -> "no answer within a second, twice";
        };
    }
}
