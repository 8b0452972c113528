package dev.automat.patron.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every state one row was ever committed in, with the moments between which that happened. */
final class History {

    /** What a read was worth. */
    record Verdict(boolean isPossible, long ageNanos) {}

    /** A state; null for no row. The commit fell between two moments of {@link System#nanoTime}. */
    private static final class State {

        private final @Nullable String value;
        private final long begun;
        private long acknowledged = Long.MAX_VALUE;
        private boolean isDoubtful;

        private State(@Nullable String value, long begun) {
            this.value = value;
            this.begun = begun;
        }
    }

    private final List<State> states = new ArrayList<>();
    private final Unheard unheard;

    History(Unheard unheard) {
        this.unheard = unheard;
    }

    synchronized void begin(@Nullable String value) {
        states.add(new State(value, System.nanoTime()));
    }

    synchronized void acknowledge() {
        states.getLast().acknowledged = System.nanoTime();
    }

    /**
     * The last state is not in the database, but whoever writes it was only lost sight of, and may
     * still commit until the next state is there.
     */
    synchronized void doubt() {
        states.getLast().isDoubtful = true;
    }

    synchronized @Nullable String newest() {
        return states.getLast().value;
    }

    synchronized int size() {
        return states.size();
    }

    /** How long before a read began its answer was newest; 0 when it was at some moment of it. */
    synchronized Verdict judge(@Nullable String value, long start, long end) {
        long least = Long.MAX_VALUE;
        for (int i = states.size() - 1; i >= 0; i--) {
            if (Objects.equals(states.get(i).value, value) && states.get(i).begun <= end) {
                least = Math.min(least, start - lastMoment(i, start));
            }
        }
        return new Verdict(least != Long.MAX_VALUE, Math.max(0, least));
    }

    /** The last moment at which nobody could know better; now, if that still lasts. */
    private long lastMoment(int i, long now) {
        for (var state : states.subList(i + 1, states.size())) {
            if (!state.isDoubtful) {
                return state.acknowledged == Long.MAX_VALUE
                        ? now
                        : unheard.soonestKnown(state.acknowledged);
            }
        }
        return now;
    }
}
