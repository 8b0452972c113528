package dev.automat.cli.launch.child;

import java.time.Duration;
import java.time.Instant;

/**
 * What the supervisor knows of one part.
 *
 * @param name the part's name
 * @param state what it is doing
 * @param pid its process; 0 when it has none
 * @param startedAt when that process was started
 * @param becameReadyAfter how long its first start took; zero before it was ready
 */
public record ChildStatus(
        String name, State state, long pid, Instant startedAt, Duration becameReadyAfter) {

    /** The life of a part. */
    public enum State {
        /** Not started yet, because something it needs is not ready. */
        WAITING,
        /** Started, not ready yet. */
        STARTING,
        /** Does its work. */
        READY,
        /** Died, and is started again after a pause. */
        PAUSING,
        /** Stopped, or being stopped. */
        STOPPED
    }
}
